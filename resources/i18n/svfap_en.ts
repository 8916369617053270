<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>svfap</name>
        <message numerus="yes">
            <source>%1 of %n event(s)</source>
            <translation>
                <numerusform>%1 of %n event</numerusform>
                <numerusform>%1 of %n events</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n person(s)</source>
            <translation>
                <numerusform>%1 of %n person</numerusform>
                <numerusform>%1 of %n persons</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n code(s)</source>
            <translation>
                <numerusform>%n code</numerusform>
                <numerusform>%n codes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n dropped</source>
            <translation>
                <numerusform>%n dropped</numerusform>
                <numerusform>%n dropped</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n event(s)</source>
            <translation>
                <numerusform>%n event</numerusform>
                <numerusform>%n events</numerusform>
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
            <source>%n group(s), each probably one person</source>
            <translation>
                <numerusform>%n group, probably one person</numerusform>
                <numerusform>%n groups, each probably one person</numerusform>
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
            <source>%n open code(s) left out: end them.</source>
            <translation>
                <numerusform>%n open code left out: end it.</numerusform>
                <numerusform>%n open codes left out: end them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n pair(s), each possibly one person</source>
            <translation>
                <numerusform>%n pair, possibly one person</numerusform>
                <numerusform>%n pairs, each possibly one person</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n person(s)</source>
            <translation>
                <numerusform>%n person</numerusform>
                <numerusform>%n persons</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n person(s) hidden: not in video, statistics and exports</source>
            <translation>
                <numerusform>%n person hidden: not in video, statistics and exports</numerusform>
                <numerusform>%n persons hidden: not in video, statistics and exports</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n person(s) without a face that could be compared: %1</source>
            <translation>
                <numerusform>%n person without a face that could be compared: %1</numerusform>
                <numerusform>%n persons without a face that could be compared: %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n stretch(es) left to look at</source>
            <translation>
                <numerusform>%n stretch left to look at</numerusform>
                <numerusform>%n stretches left to look at</numerusform>
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
            <source>Are these %n person(s) one and the same?</source>
            <translation>
                <numerusform>Is this %n person one and the same?</numerusform>
                <numerusform>Are these %n persons one and the same?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Copied %n row(s)</source>
            <translation>
                <numerusform>Copied %n row</numerusform>
                <numerusform>Copied %n rows</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Merge all %n group(s)</source>
            <translation>
                <numerusform>Merge %n group</numerusform>
                <numerusform>Merge all %n groups</numerusform>
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
