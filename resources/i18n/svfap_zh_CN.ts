<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>svfap</name>
        <message>
            <source>%1 %</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>%1 already belongs to “%2”. Give that another shortcut first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>%1 busy elsewhere</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>%1 cannot be opened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>%1 done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>%1 failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>%1 left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>%1 of %2</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>%1 of %2 files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>%1 waiting</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>%n dropped</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s)</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) chosen</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more since then</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <source>&amp;About SVFAP…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Address of the stream</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Analyse finished files again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Clear this list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;File</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Folder for tables…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Full screen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Go on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Help</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Intended use…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Keyboard shortcuts…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Light</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Log</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Open…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Pause</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Play a file…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Record table</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Remove</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Running work</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Settings…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Show</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Start</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Stop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Theme</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Try again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;View</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>0: clips as they are; 1: rare classes repeated until all are even.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>16-mixed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>32-true</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>AVCAffe: valence and arousal in 5 levels, official split.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>About SVFAP</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Action</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add &amp;files…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add a folder of videos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add f&amp;older…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add the folder that holds both, or analyse them into another folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add videos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Aligned face pictures, as training needs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Aligned faces</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All faces of a video, not only the most prominent one; left open: of data sets without labels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All files: %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All shortcuts, and how to change them</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alpha of cutmix; 0: none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Alpha of mixup; 0: none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Analyse all that waits; hold it, and go on where it stood</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Analyse many files, one after another</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Analyse only recordings of people who have agreed to being recorded and to this use. Scores of a person's face are personal data.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Analyse the chosen files once more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Analysis rate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Another run, here or on another computer, is at this file. Try again when it has ended.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Any folder of videos without labels, for masked pre-training.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Arithmetic of a step.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>As the &amp;system</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Batch: %1 of %2 files done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Batch: %1 of %2 files done, %3 failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Begin with a video or a camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Blocks of the decoder; left open: the size's own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Busy elsewhere</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CREMA-D: 91 actors, 6 emotions, 5 folds by actor.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Capture rate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ChaLearn First Impressions V2: Big-Five, official split.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Changes hold from the next start on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check the light on the face, come closer to the camera, and look towards it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a folder; its sub-folders belong to it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a source</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose videos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose where recorded tables go</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classes or dimensions, in the order of the outputs; empty: all that the data set has.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clips per optimiser step, over all processes together.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close the application</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compile the network (torch.compile).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Consent, the law, and where your videos stay</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Curves of the last minute</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>DFEW: clips of films, 7 emotions, 5 official folds.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Default</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Deleting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Derived from the emotions, not learned: %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Detect in every n-th frame, follow in between.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Detect in every … picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Detector's model file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Detector, windows, folders, language</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dismiss</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Distance of a window's frames, in frames at 25 per second (with sampling `paper`: of the clip, whatever its rate), unless `clip` says it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Done before</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Down-samplers at the full rate, as the reference code has them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drawing the video, %1 %</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drop a video here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drop videos or folders here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dropout before the adapters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dropped pictures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ELAN annotations</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ELAN annotations.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Each video is analysed and leaves its own table and picture of the curves.
Stop at any time: finished files are skipped when you start again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Emotion probabilities</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Epochs without a better validation before an end; 0: never.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Error</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Errors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Evaluating %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Everything</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Everything stays on this computer: videos, scores and models are not sent anywhere.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Everywhere</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Exporting %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>FER2013 stills: a Parquet file with the columns split, label, jpeg.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>FERV39k: 22 scenes, 7 emotions, official split.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Face detector</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Faces</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Faces are found and followed; emotions, valence, arousal and dominance appear as curves.
Everything stays on this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Faces are framed; left and right arrow keys choose the person shown.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Faces followed through the video; one person may be counted more than once</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Factor of the rate from one block to the one before it; 1: none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Failed: %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>File</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Files of the batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fill the screen, or go back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Find an action or a key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fine-tuning %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Finished files are analysed again and their results replaced.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Finished files are skipped.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>First scores after %1 s of this face.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folder for tables</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folders</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>For each file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>For each video, %1 are written to %2. Sub-folders stay as they are.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Frames of a window.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Getting ready…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go from the light to the dark theme, or back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Goes on when the app is closed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Height and width of the face crop in pixels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Highest learning rate, at this batch size.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Holds from the next start of an analysis on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How faces are found and followed, from the next start of an analysis on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How far the analysis is</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How frames of a window are chosen: evenly in time, or by index and stride as in the reference code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How long a face may be out of sight and keep its id.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How long the video is</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How long this file will still take</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How much more than a model's input the crops show, so that training can shift and turn them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In the European Union it is prohibited to infer emotions of people at work and in education (AI Act, Article 5(1)(f)), except for medical or safety reasons. Other countries have laws of their own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input of the network; left open: the size's own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Instead of skipping files that are done; their results are replaced</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Intended use</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It finds and follows faces on video and scores what they show: emotions, valence, arousal and dominance, a window of some seconds at a time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is made for research. It is no medical device, and no means to identify people.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It starts with %1 and so on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its attention heads; left open: the size's own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its results are there: same video, same model, same settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its run; the averaged network is taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep the number for</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lag</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Language</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Largest amount of unsharp masking.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Largest deviation of pixel noise.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Largest gradient norm; 0: any.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Largest share of a blurred picture mixed in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Last rate, as a share of the highest.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Least gravity</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Least quality of a window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Left open: cross entropy for classes and shares, mse for values.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Length</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Let all files wait again that have failed or were busy elsewhere</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Licence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Light or dark</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lists of the reference repository: train.csv, val.csv, test.csv.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Live</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Live: %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Log</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Longest gap in a window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Longest time out of sight in a window before it is marked.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look at the result of this file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Looking for faces…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Looking through the files of the batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Looking through the files…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lower-case letters, digits, and . _ - .</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lowest detector score</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lowest detector score.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>MAFW: 11 emotions, 5 official folds.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Made when something is first written to them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Made with</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mean face quality below which a window is marked.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Memories of AdamW.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model and device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model file for yunet, or for insightface in place of a pack.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model loads at the first start</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model: %1
Faces: %2, %3</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Models</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>More settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Movement within a clip, as a share of the three spreads above.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Name or folder of the model that scores faces.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New shortcut</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No action is called that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No camera found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No face in sight</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No new picture for more than a second: the source or the computer is too slow.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No shortcut</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No video found in %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not added, because the list has results of that name: %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing has been noted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing has been opened yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is running in the background.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of RGB in 0..1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of matrices, not of biases.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of the averaged weights, which are judged and exported; 0: the weights themselves.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of the window; takes effect at the next start.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of the window; takes effect when the app is started again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of this head's loss in the sum.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of weights, order and augmentation.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open &amp;recent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open &amp;stream…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open a video or a finished result</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open a video, a folder of videos, a result table or a model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open a video…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open in &amp;Analyse</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open log folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open stream</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open the folder of its results</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open the folder of the video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Opening %1…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Operations of RandAugment on each clip; 0: none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Or drop a file on the window at any time. This text is under Help.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Own clips: a CSV file with path, label or values, subject, fold, split.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Own clips: one folder per class with videos or folders of pictures.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pack clips into tar files (WebDataset), for very many clips; left open: of stills.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Part of the data. Look at the test part once, after everything is chosen.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Parts that a batch is computed in, to save memory.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Passes over the training clips.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Patches are whitened by the training pictures and then kept.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paused at %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paused: the file at work is held where it is</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>Person %n</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <source>Person shown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Picture of the curves</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Picture of the curves (PNG).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Picture size that a cnn sees.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pictures per second in which faces are found and followed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pictures per second that the source gives.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pictures that were not analysed because the computer was too slow.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Play a file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pre-training %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pre-training run whose weights are gone on from.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Prepared data sets: folders with a manifest.parquet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Preparing %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Press the new keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Probability of a mirrored clip.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Probability of an erased rectangle.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Probability of block artefacts as of a video codec.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Processes that crop videos and check pictures.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Processes that read clips; 0: read between steps.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Python %1, Qt %2, on %3</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>RAVDESS: speech of 24 actors, 8 emotions, 6 folds by actor.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rank of the adapters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recompute blocks in the backward pass: less memory, more time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recordings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reset all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Result tables.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Results</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Results are in %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Running</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Running work</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>SVFAP %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Score dimensions as so many levels too: AVCAffe has 5.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scores affect in faces on video with SVFAP, a self-supervised video transformer (Sun et al., IEEE Transactions on Affective Computing, 2024). Licence: %1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scores describe expressions, not what people feel, mean or will do. They depend on the model, on the picture and on the people it has learned from. Judge no one by them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Se&amp;ttings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Seconds between result rows of a face.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Seconds of video analysed in a second; 1 is real time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Seconds that a window covers; frames are span_s / frames apart (16 frames at stride 4 of 25 fps: 2.56 s).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sections</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share given to other labels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of all steps with a rising rate.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of places that are hidden in all slices.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the area shown, from least to most, at a random place and aspect (the reference: 0.08 to 1); none: only the three spreads above.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the loss that follows it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the patches that TPSBT sees in the first step; rises evenly to all of them in the last.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the training part to choose the model by, where the data set has no validation part; whole subjects where they are known.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Shortcut</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show fi&amp;le</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show in &amp;folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show in folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show the defaults of all sections; nothing is kept before OK or Apply</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Side of the crops in pixels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Size of TPSBT: base, small or tiny.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Size of the network: base, small or tiny.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smallest face</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smallest face, the shorter side of its box in pixels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Softens both sides.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Something here is not right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Something went wrong that should not have</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Source</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Speed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Spread of a slope of light.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Spread of an added grey value.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Spread of its angle.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Spread of its place, in crop widths.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Spread of the contrast, as a ratio.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Spread of the crop's size, as a ratio.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start or stop the analysis</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>State</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>State of the batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Steps between checkpoints that a resumed run starts from.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Still at work: %1. Quit anyway? What is being written may be lost.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Still closing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stochastic depth of the last block.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stop: %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stop; finished files stay, the one at work waits again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stopping…</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>Table saved, rows: %n</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <source>Tables</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take the chosen files out of the list; no file is deleted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Test fold, for data sets judged by cross-validation.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The app goes on, and files that were finished are safe. If something no longer reacts, close the app and start it again. To report the fault, copy the details; nothing is sent by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The batch cannot run: %1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The model is being loaded.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The model that scores the faces.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The person whose scores are shown; a click on a face does the same</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The video, with its place below the folder that was added</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Their magnitude, 10 the strongest.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Their scale, divided by the rank.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Time between rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Time from a picture's capture to the end of its analysis, in milliseconds.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Time in the source</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Time left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Time since the first picture of the source</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training runs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try &amp;failed again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Under which it may be used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unexpected error</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use a camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Values by a sigmoid on their range, not by a line.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Version</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Versions and licences</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Video with faces and scores drawn in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Video with scores</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Videos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>VoxCeleb2: no labels, for masked pre-training.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Warnings and errors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Watch a network stream (URL)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Watch a source as it plays</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Watch a video file as if it were live</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Watching… %1 s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weight of following a cnn's inner maps (network still only).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Werewolf-XL: valence, arousal and dominance, 5 folds by session.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What SVFAP does, and what it does not</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What finds the faces; insightface and yunet need files of your own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What is being done right now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What is done in the background, and how to stop it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What is written for each file, and where</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What people call it; left open: its name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What the app has noted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What the app is for, consent and the law</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What to learn; empty: the classes and dimensions of the data set.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What to watch: a camera, a stream or a file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>When a stretch of video is scored, and which scores are marked as doubtful.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where analyses of files go.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where live recordings go.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where the encoder starts: a run, a model (folder or name) or a published .pth; left open: from nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where the five points (eyes, nose, mouth corners) lie in the crop, as fractions of its size.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where the model computes; auto takes the best there is.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where the model really computes, and with which software.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where training runs and their data go.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Which faces</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Which files an analysis leaves; a description of the analysis is always there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Width of the decoder; left open: the size's own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Windows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Windows drawn from each clip in an epoch.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Windows of each clip; left open: enough to cover it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Windows scored together</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Windows scored together; live analysis always uses 1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write every score to a table (CSV)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write the network as ONNX too, checked against this one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a description of the analysis</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a picture of the curves</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a table (%1)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>accumulate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>activity (%1)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>adamw</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>all weights, only the head on a fixed encoder, or low-rank adapters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>all, largest, or the N largest faces.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>alpha</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>analysis</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>analysis %1/s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>anger</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>angry</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>arousal</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>augment</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>auto</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>balance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>batch size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>betas</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>bf16-mixed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>blur</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>bounded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>brightness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>capture %1 fps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ccc</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>centerface</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>checkpoint every steps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>classes: one label per clip, shares of raters where there is none; shares: shares of raters; values: dimensions.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>clip</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>clip norm</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>clip: the whole TPSBT; still: its first stage on motionless clips; cnn: a small convolutional teacher on single pictures.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cnn</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cnn size px</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>colour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>compat</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>compile</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>compress</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>contempt</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>contrast</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cover</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cover: windows over the whole clip; paper: head and tail by frame index, as the reference code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cpu</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>crop scale</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cross_entropy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>csv</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cuda</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>curves</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cutmix</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>data</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>decoder depth</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>decoder dim</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>decoder heads</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>derived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>detect every</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>detector</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>detector file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>disgust</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>dominance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>drop path</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>dropout</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>eNTERFACE'05: 6 emotions, 5 folds by subject.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>eaf</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ema decay</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>en</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>epochs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>erase</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>every face</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>faces</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>fear</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>final lr</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>finetune</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>flip</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>fold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>frames</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>gray</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>gray: luma in all 3 channels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>happiness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>happy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>head</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>heads</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>hints</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>hop s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>init</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>insightface</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>keep s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>kind</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>label smoothing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>lag %1 ms</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>language</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>largest</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>layer decay</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>levels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>licence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>lora</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>loss</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>lr</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>manifests</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>margin</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>mask ratio</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>max gap s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>mean</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>min quality</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>min score</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>min size px</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>mixup</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>mps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>mse</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>mse+ccc</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>muon</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>muon: for matrices of blocks; AdamW else.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>names</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>neutral</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>noise</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>onnx</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>optimizer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>outputs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>overlay</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>paper</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>parquet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>patch keep</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>path</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>patience</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>pictures of the faces</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>precision</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>pretrain</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>probability</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>protocol</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>rand augment</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>rand magnitude</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>rank</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>recipe</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>recompute</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>recordings folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>results folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>rgb</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>rotation deg</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>run</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>runs folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>sad</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>sadness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>sampling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>scale</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>score, N{MINUS SIGN}1 to 1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>seed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>shards</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>shares</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>sharpen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>shift</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>side light</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>size px</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>span s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>split</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>stalled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>std</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>still</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>stride</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>surprise</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>system</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>tables</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>teacher</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>temperature</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>template</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>test</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the video with scores drawn in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>timm name of a cnn.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>title</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>tracker</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>train</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>val</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>val share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>valence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>values</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>warmup</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>weight</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>weight decay</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>whiten</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>windows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>windows per clip</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>workers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>yunet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>zh_CN</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
