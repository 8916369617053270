<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>svfap</name>
        <message numerus="yes">
            <source>%n dropped</source>
            <translation>
                <numerusform>%n dropped</numerusform>
                <numerusform>%n dropped</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s)</source>
            <translation>
                <numerusform>%n file</numerusform>
                <numerusform>%n files</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) chosen</source>
            <translation>
                <numerusform>%n file chosen</numerusform>
                <numerusform>%n files chosen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) exported</source>
            <translation>
                <numerusform>%n file exported</numerusform>
                <numerusform>%n files exported</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more since then</source>
            <translation>
                <numerusform>%n more since then</numerusform>
                <numerusform>%n more since then</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) excluded by you.</source>
            <translation>
                <numerusform>%n row excluded by you.</numerusform>
                <numerusform>%n rows excluded by you.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) left out: %1.</source>
            <translation>
                <numerusform>%n row left out: %1.</numerusform>
                <numerusform>%n rows left out: %1.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>, %n dropped frames</source>
            <translation>
                <numerusform>, %n dropped frame</numerusform>
                <numerusform>, %n dropped frames</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>; frames missing in its video: %n</source>
            <translation>
                <numerusform>; frames missing in its video: %n</numerusform>
                <numerusform>; frames missing in its video: %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Next try in %n s</source>
            <translation>
                <numerusform>Next try in %n s</numerusform>
                <numerusform>Next try in %n s</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Recording saved, rows: %n</source>
            <translation>
                <numerusform>Recording saved, rows: %n</numerusform>
                <numerusform>Recording saved, rows: %n</numerusform>
            </translation>
        </message>
    </context>
</TS>
