<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>svfap</name>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>%1 (%2 hidden)</source>
            <translation>%1（隐藏 %2 个）</translation>
        </message>
        <message>
            <source>%1 (derived from the emotions, not learned)</source>
            <translation>%1（由情绪推导，非学习所得）</translation>
        </message>
        <message>
            <source>%1 (not saved)</source>
            <translation>%1（未保存）</translation>
        </message>
        <message>
            <source>%1 (saved on this computer only)</source>
            <translation>%1（仅保存在本机）</translation>
        </message>
        <message>
            <source>%1 already belongs to “%2”. Give that another shortcut first.</source>
            <translation>%1 已用于“%2”。请先为其指定其他快捷键。</translation>
        </message>
        <message>
            <source>%1 and %2</source>
            <translation>%1和%2</translation>
        </message>
        <message>
            <source>%1 and %2 are on screen together for %3 s.</source>
            <translation>%1和%2同时在画面中 %3 秒。</translation>
        </message>
        <message>
            <source>%1 averaged over the emotions (UAR)</source>
            <translation>各情绪平均 %1（UAR）</translation>
        </message>
        <message>
            <source>%1 busy elsewhere</source>
            <translation>%1 个被他处占用</translation>
        </message>
        <message>
            <source>%1 cannot be opened</source>
            <translation>无法打开 %1</translation>
        </message>
        <message>
            <source>%1 clips</source>
            <translation>%1 个片段</translation>
        </message>
        <message>
            <source>%1 clips/s</source>
            <translation>%1 个片段/秒</translation>
        </message>
        <message>
            <source>%1 close to raters (1 - MAE)</source>
            <translation>与评分者接近程度 %1（1 - MAE）</translation>
        </message>
        <message>
            <source>%1 could not be used</source>
            <translation>%1 个无法使用</translation>
        </message>
        <message>
            <source>%1 done</source>
            <translation>%1 个完成</translation>
        </message>
        <message>
            <source>%1 export</source>
            <translation>导出 %1</translation>
        </message>
        <message>
            <source>%1 failed</source>
            <translation>%1 个失败</translation>
        </message>
        <message>
            <source>%1 has no clips for testing. Those for validation have helped to choose the model: it scores better on them than on new clips.</source>
            <translation>%1 没有用于测试的片段。验证片段参与了模型的选择：模型在它们上的得分高于在新片段上的得分。</translation>
        </message>
        <message>
            <source>%1 incomplete</source>
            <translation>%1 个不完整</translation>
        </message>
        <message>
            <source>%1 is back</source>
            <translation>%1 已恢复</translation>
        </message>
        <message>
            <source>%1 is hidden: not in pictures, figures and exports</source>
            <translation>已隐藏%1：不出现在画面、统计和导出中</translation>
        </message>
        <message>
            <source>%1 is lost: %2</source>
            <translation>%1 已断开：%2</translation>
        </message>
        <message>
            <source>%1 is no time</source>
            <translation>%1 不是有效的时间</translation>
        </message>
        <message>
            <source>%1 is not in this picture</source>
            <translation>此画面中没有%1</translation>
        </message>
        <message>
            <source>%1 is not there.</source>
            <translation>%1 不存在。</translation>
        </message>
        <message>
            <source>%1 is now among your models</source>
            <translation>%1 已加入您的模型</translation>
        </message>
        <message>
            <source>%1 is the same person as:</source>
            <translation>%1 与以下人物为同一人：</translation>
        </message>
        <message>
            <source>%1 is used from the next start on</source>
            <translation>从下一次开始起使用 %1</translation>
        </message>
        <message>
            <source>%1 left</source>
            <translation>剩余 %1</translation>
        </message>
        <message>
            <source>%1 ms per window</source>
            <translation>每个窗口 %1 毫秒</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>%1 of %2 clips of %3 were taken for %4</source>
            <translation>%3 的 %2 个片段中有 %1 个被判为%4</translation>
        </message>
        <message>
            <source>%1 of %2 files</source>
            <translation>%1 / %2 个文件</translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n person(s)</source>
            <translation>
                <numerusform>%n 个人物中的 %1 个</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 on screen</source>
            <translation>在画面中 %1</translation>
        </message>
        <message>
            <source>%1 pictures over %2 s, faces of %3 px in %4</source>
            <translation>%2 秒内 %1 帧，%3 像素的%4人脸</translation>
        </message>
        <message>
            <source>%1 pictures/s</source>
            <translation>%1 帧/秒</translation>
        </message>
        <message>
            <source>%1 right (WAR)</source>
            <translation>%1 正确（WAR）</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
        <message>
            <source>%1 s excluded by you</source>
            <translation>%1 秒由您排除</translation>
        </message>
        <message>
            <source>%1 s left out (%2)</source>
            <translation>%1 秒未计入（%2）</translation>
        </message>
        <message>
            <source>%1 s on screen: %2.</source>
            <translation>在画面中 %1 秒：%2。</translation>
        </message>
        <message>
            <source>%1 s trusted</source>
            <translation>%1 秒可信</translation>
        </message>
        <message>
            <source>%1 s without scores</source>
            <translation>%1 秒没有得分</translation>
        </message>
        <message>
            <source>%1 scores faces from now on</source>
            <translation>从现在起由 %1 为人脸评分</translation>
        </message>
        <message>
            <source>%1 to %2 (%3 s)</source>
            <translation>%1 至 %2（%3 秒）</translation>
        </message>
        <message>
            <source>%1 waiting</source>
            <translation>%1 个等待</translation>
        </message>
        <message>
            <source>%1, CCC</source>
            <translation>%1，CCC</translation>
        </message>
        <message>
            <source>%1, part %2, %3 clips: %4</source>
            <translation>%1，%2 部分，%3 个片段：%4</translation>
        </message>
        <message>
            <source>%1, with notes</source>
            <translation>%1（有备注）</translation>
        </message>
        <message>
            <source>%1: something failed</source>
            <translation>%1：有操作失败</translation>
        </message>
        <message numerus="yes">
            <source>%n dropped</source>
            <translation>
                <numerusform>丢弃 %n 帧</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s)</source>
            <translation>
                <numerusform>%n 个文件</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) chosen</source>
            <translation>
                <numerusform>已选择 %n 个文件</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) exported</source>
            <translation>
                <numerusform>已导出 %n 个文件</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more since then</source>
            <translation>
                <numerusform>此后又发生 %n 个</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n person(s)</source>
            <translation>
                <numerusform>%n 个人物</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n person(s) hidden: not in pictures, figures and exports</source>
            <translation>
                <numerusform>已隐藏 %n 个人物：不出现在画面、统计和导出中</numerusform>
            </translation>
        </message>
        <message>
            <source>&amp;About SVFAP…</source>
            <translation>关于 SVFAP(&amp;A)…</translation>
        </message>
        <message>
            <source>&amp;Address of the stream</source>
            <translation>网络流地址(&amp;A)</translation>
        </message>
        <message>
            <source>&amp;Analyse</source>
            <translation>分析(&amp;A)</translation>
        </message>
        <message>
            <source>&amp;Analyse again</source>
            <translation>重新分析(&amp;A)</translation>
        </message>
        <message>
            <source>&amp;Analyse finished files again</source>
            <translation>重新分析已完成的文件(&amp;A)</translation>
        </message>
        <message>
            <source>&amp;Camera</source>
            <translation>摄像头(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Cancel</source>
            <translation>取消(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Cancel analysis</source>
            <translation>取消分析(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Clear the range</source>
            <translation>清除区间(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Clear this list</source>
            <translation>清空此列表(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Copy hash</source>
            <translation>复制哈希值(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Copy the command</source>
            <translation>复制命令(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Copy the statistics</source>
            <translation>复制统计数据(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Curves</source>
            <translation>曲线(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>深色(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Delete…</source>
            <translation>删除(&amp;D)…</translation>
        </message>
        <message>
            <source>&amp;Faces in a grid</source>
            <translation>以网格显示面孔(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>文件(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Find video…</source>
            <translation>查找视频(&amp;F)…</translation>
        </message>
        <message>
            <source>&amp;Fine-tuned on</source>
            <translation>微调数据集(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Folder</source>
            <translation>文件夹(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Folder for recordings…</source>
            <translation>录制文件夹(&amp;F)…</translation>
        </message>
        <message>
            <source>&amp;Full screen</source>
            <translation>全屏(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Go on</source>
            <translation>继续(&amp;G)</translation>
        </message>
        <message>
            <source>&amp;Go to time…</source>
            <translation>转到时间(&amp;G)…</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>帮助(&amp;H)</translation>
        </message>
        <message>
            <source>&amp;Hide %1 persons</source>
            <translation>隐藏 %1 个人物(&amp;H)</translation>
        </message>
        <message>
            <source>&amp;Hide person</source>
            <translation>隐藏人物(&amp;H)</translation>
        </message>
        <message>
            <source>&amp;Import model…</source>
            <translation>导入模型(&amp;I)…</translation>
        </message>
        <message>
            <source>&amp;Include the range again</source>
            <translation>重新纳入区间(&amp;I)</translation>
        </message>
        <message>
            <source>&amp;Intended use…</source>
            <translation>预期用途(&amp;I)…</translation>
        </message>
        <message>
            <source>&amp;Keyboard shortcuts…</source>
            <translation>键盘快捷键(&amp;K)…</translation>
        </message>
        <message>
            <source>&amp;LSL</source>
            <translation>LSL(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Legend</source>
            <translation>图例(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>浅色(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Log</source>
            <translation>日志(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Marker</source>
            <translation>标记(&amp;M)</translation>
        </message>
        <message>
            <source>&amp;Marker at the range…</source>
            <translation>在区间起点添加标记(&amp;M)…</translation>
        </message>
        <message>
            <source>&amp;Merge %1 persons…</source>
            <translation>合并 %1 个人物(&amp;M)…</translation>
        </message>
        <message>
            <source>&amp;Merge into…</source>
            <translation>合并到(&amp;M)…</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>名称(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Name to keep it under</source>
            <translation>保存名称(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Next marker</source>
            <translation>下一个标记(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Open video…</source>
            <translation>打开视频(&amp;O)…</translation>
        </message>
        <message>
            <source>&amp;Open…</source>
            <translation>打开(&amp;O)…</translation>
        </message>
        <message>
            <source>&amp;Pause</source>
            <translation>暂停(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Play</source>
            <translation>播放(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Play a file…</source>
            <translation>播放文件(&amp;P)…</translation>
        </message>
        <message>
            <source>&amp;Playback</source>
            <translation>播放(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>退出(&amp;Q)</translation>
        </message>
        <message>
            <source>&amp;Range</source>
            <translation>区间(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Record</source>
            <translation>录制(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>重做(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Redo %1</source>
            <translation>重做%1(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Remove</source>
            <translation>移除(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Remove %1…</source>
            <translation>移除 %1(&amp;R)…</translation>
        </message>
        <message>
            <source>&amp;Remove…</source>
            <translation>移除(&amp;R)…</translation>
        </message>
        <message>
            <source>&amp;Rename…</source>
            <translation>重命名(&amp;R)…</translation>
        </message>
        <message>
            <source>&amp;Resume</source>
            <translation>继续(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Running work</source>
            <translation>正在进行的任务(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Settings…</source>
            <translation>设置(&amp;S)…</translation>
        </message>
        <message>
            <source>&amp;Show person</source>
            <translation>显示人物(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Smooth (display only)</source>
            <translation>平滑（仅用于显示）(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Start</source>
            <translation>开始(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Start the step</source>
            <translation>开始此步骤(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Stop</source>
            <translation>停止(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Theme</source>
            <translation>主题(&amp;T)</translation>
        </message>
        <message>
            <source>&amp;Try again</source>
            <translation>重试(&amp;T)</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>撤销(&amp;U)</translation>
        </message>
        <message>
            <source>&amp;Undo %1</source>
            <translation>撤销%1(&amp;U)</translation>
        </message>
        <message>
            <source>&amp;Use</source>
            <translation>使用(&amp;U)</translation>
        </message>
        <message>
            <source>&amp;Use %1</source>
            <translation>使用 %1(&amp;U)</translation>
        </message>
        <message>
            <source>&amp;Verify</source>
            <translation>校验(&amp;V)</translation>
        </message>
        <message>
            <source>&amp;Verify %1</source>
            <translation>校验 %1(&amp;V)</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>视图(&amp;V)</translation>
        </message>
        <message>
            <source>&amp;z-scores</source>
            <translation>z 分数(&amp;Z)</translation>
        </message>
        <message numerus="yes">
            <source>, %n pictures lost</source>
            <translation>
                <numerusform>，丢失 %n 帧</numerusform>
            </translation>
        </message>
        <message>
            <source>0: clips as they are; 1: rare classes repeated until all are even.</source>
            <translation>0：保持片段原样；1：重复稀少的类别，直到各类数量相等。</translation>
        </message>
        <message>
            <source>1 s back</source>
            <translation>后退 1 秒</translation>
        </message>
        <message>
            <source>1 s on</source>
            <translation>前进 1 秒</translation>
        </message>
        <message>
            <source>10 s back</source>
            <translation>后退 10 秒</translation>
        </message>
        <message>
            <source>10 s on</source>
            <translation>前进 10 秒</translation>
        </message>
        <message>
            <source>16-mixed</source>
            <translation>16-mixed</translation>
        </message>
        <message>
            <source>32-true</source>
            <translation>32-true</translation>
        </message>
        <message numerus="yes">
            <source>; pictures missing in its video: %n</source>
            <translation>
                <numerusform>；视频中缺少的帧数：%n</numerusform>
            </translation>
        </message>
        <message>
            <source>A camera or stream</source>
            <translation>摄像头或视频流</translation>
        </message>
        <message>
            <source>A clip of 12 s with several faces, made on this computer</source>
            <translation>一段 12 秒、含多张人脸的短片，在本机生成</translation>
        </message>
        <message>
            <source>A drag along the ruler chooses a range too</source>
            <translation>沿标尺拖动也可选择区间</translation>
        </message>
        <message>
            <source>A folder of videos…</source>
            <translation>一个视频文件夹…</translation>
        </message>
        <message>
            <source>A network learns what faces look like by guessing hidden parts of them. It needs many clips and no labels; with few, leave it out and fine-tune.</source>
            <translation>网络通过推测人脸被遮挡的部分来学习人脸的样子。这需要大量片段，不需要标签；片段较少时，请跳过此步，直接微调。</translation>
        </message>
        <message>
            <source>A picture comes after each epoch.</source>
            <translation>每轮结束后会出现一张图片。</translation>
        </message>
        <message>
            <source>A published file does not say what its outputs mean. Choose the data set that is named where you got it: with another one, emotions have the wrong names.</source>
            <translation>公开发布的文件不会说明其输出的含义。请选择获取该文件时注明的数据集：若选择其他数据集，情绪名称将是错误的。</translation>
        </message>
        <message>
            <source>A run or model whose network is gone on from</source>
            <translation>以其网络为起点的运行或模型</translation>
        </message>
        <message>
            <source>A video…</source>
            <translation>一个视频…</translation>
        </message>
        <message>
            <source>A&amp;bout this result…</source>
            <translation>关于此结果(&amp;B)…</translation>
        </message>
        <message>
            <source>AVCAffe: valence and arousal in 5 levels, official split.</source>
            <translation>AVCAffe：5 个等级的效价和唤醒度，官方划分。</translation>
        </message>
        <message>
            <source>About SVFAP</source>
            <translation>关于 SVFAP</translation>
        </message>
        <message>
            <source>About this result</source>
            <translation>关于此结果</translation>
        </message>
        <message>
            <source>Accept and download</source>
            <translation>接受并下载</translation>
        </message>
        <message>
            <source>Accuracy</source>
            <translation>准确率</translation>
        </message>
        <message>
            <source>Action</source>
            <translation>操作</translation>
        </message>
        <message>
            <source>Add &amp;files…</source>
            <translation>添加文件(&amp;F)…</translation>
        </message>
        <message>
            <source>Add &amp;marker</source>
            <translation>添加标记(&amp;M)</translation>
        </message>
        <message>
            <source>Add a folder of videos</source>
            <translation>添加视频文件夹</translation>
        </message>
        <message>
            <source>Add a folder with model.safetensors and card.json to your models</source>
            <translation>将含有 model.safetensors 和 card.json 的文件夹添加到您的模型中</translation>
        </message>
        <message>
            <source>Add a model file (.pth, .safetensors) to your models</source>
            <translation>将模型文件（.pth、.safetensors）添加到您的模型中</translation>
        </message>
        <message>
            <source>Add f&amp;older…</source>
            <translation>添加文件夹(&amp;O)…</translation>
        </message>
        <message>
            <source>Add marker</source>
            <translation>添加标记</translation>
        </message>
        <message>
            <source>Add model</source>
            <translation>添加模型</translation>
        </message>
        <message>
            <source>Add the folder that holds both, or empty the list first.</source>
            <translation>请添加同时包含两者的文件夹，或先清空列表。</translation>
        </message>
        <message>
            <source>Add videos</source>
            <translation>添加视频</translation>
        </message>
        <message>
            <source>Added to the batch: %1. Press Start to analyse.</source>
            <translation>已加入批处理：%1。按“开始”进行分析。</translation>
        </message>
        <message>
            <source>Adding %1</source>
            <translation>正在添加 %1</translation>
        </message>
        <message>
            <source>Adding the model…</source>
            <translation>正在添加模型…</translation>
        </message>
        <message>
            <source>Aligned face pictures, as training needs.</source>
            <translation>对齐的人脸图片，供训练使用。</translation>
        </message>
        <message>
            <source>Aligned faces</source>
            <translation>对齐的人脸</translation>
        </message>
        <message>
            <source>All faces of a video, not only the most prominent one; left open: of data sets without labels.</source>
            <translation>视频中的所有人脸，而不仅是最突出的一张；留空：仅用于无标签的数据集。</translation>
        </message>
        <message>
            <source>All figures of the evaluation, in the web browser</source>
            <translation>在网页浏览器中查看评估的所有指标</translation>
        </message>
        <message>
            <source>All files</source>
            <translation>所有文件</translation>
        </message>
        <message>
            <source>All files: %1</source>
            <translation>所有文件：%1</translation>
        </message>
        <message>
            <source>All of them, one after another</source>
            <translation>逐一分析全部视频</translation>
        </message>
        <message>
            <source>All shortcuts, and how to change them</source>
            <translation>所有快捷键及其更改方法</translation>
        </message>
        <message>
            <source>Alpha of cutmix; 0: none.</source>
            <translation>cutmix 的 alpha；0：不使用。</translation>
        </message>
        <message>
            <source>Alpha of mixup; 0: none.</source>
            <translation>mixup 的 alpha；0：不使用。</translation>
        </message>
        <message>
            <source>Analyse</source>
            <translation>分析</translation>
        </message>
        <message>
            <source>Analyse a video, look into the result and work on it</source>
            <translation>分析视频，查看结果并进行处理</translation>
        </message>
        <message>
            <source>Analyse again</source>
            <translation>重新分析</translation>
        </message>
        <message>
            <source>Analyse all that waits; hold it, and go on where it stood</source>
            <translation>分析所有等待的文件；可暂停，之后从原处继续</translation>
        </message>
        <message>
            <source>Analyse many files, one after another</source>
            <translation>逐个分析多个文件</translation>
        </message>
        <message>
            <source>Analyse only recordings of people who have agreed to being recorded and to this use. Scores of a person's face are personal data.</source>
            <translation>仅分析已同意被录制并同意此用途者的录像。对个人面部的评分属于个人数据。</translation>
        </message>
        <message>
            <source>Analyse the chosen files once more</source>
            <translation>再次分析所选文件</translation>
        </message>
        <message>
            <source>Analysed with %1</source>
            <translation>使用 %1 分析</translation>
        </message>
        <message>
            <source>Analysed with %1, incomplete</source>
            <translation>使用 %1 分析，但不完整</translation>
        </message>
        <message>
            <source>Analysing %1</source>
            <translation>正在分析 %1</translation>
        </message>
        <message>
            <source>Analysis</source>
            <translation>分析</translation>
        </message>
        <message>
            <source>Analysis rate</source>
            <translation>分析速率</translation>
        </message>
        <message>
            <source>Annotations for ELAN (EAF)</source>
            <translation>ELAN 标注（EAF）</translation>
        </message>
        <message>
            <source>Another run, here or on another computer, is at this file. Try again when it has ended.</source>
            <translation>此计算机或另一台计算机上的另一次运行正在处理该文件。请在其结束后重试。</translation>
        </message>
        <message>
            <source>Any folder of videos without labels, for masked pre-training.</source>
            <translation>任意无标签的视频文件夹，用于掩码预训练。</translation>
        </message>
        <message numerus="yes">
            <source>Are these %n person(s) one and the same?</source>
            <translation>
                <numerusform>这 %n 个人物是同一个人吗？</numerusform>
            </translation>
        </message>
        <message>
            <source>Arithmetic of a step.</source>
            <translation>每一步的计算精度。</translation>
        </message>
        <message>
            <source>As long as the person's strongest emotion stays the same</source>
            <translation>即该人物最强情绪保持不变的时段</translation>
        </message>
        <message>
            <source>As the &amp;system</source>
            <translation>跟随系统(&amp;S)</translation>
        </message>
        <message>
            <source>At least one is needed.</source>
            <translation>至少需要一项。</translation>
        </message>
        <message>
            <source>At the playhead; grey where it cannot be trusted</source>
            <translation>播放头处的得分；不可信时显示为灰色</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>上一步</translation>
        </message>
        <message>
            <source>Baseline</source>
            <translation>基线</translation>
        </message>
        <message>
            <source>Baseline: what z-scores compare with</source>
            <translation>基线：z 分数的参照</translation>
        </message>
        <message>
            <source>Batch</source>
            <translation>批处理</translation>
        </message>
        <message>
            <source>Batch: %1 of %2 files done</source>
            <translation>批处理：%1 / %2 个文件已完成</translation>
        </message>
        <message>
            <source>Batch: %1 of %2 files done, %3 failed</source>
            <translation>批处理：%1 / %2 个文件已完成，%3 个失败</translation>
        </message>
        <message>
            <source>Batch: %1 of %2 files done, %3 failed, %4 incomplete</source>
            <translation>批处理：%1 / %2 个文件已完成，%3 个失败，%4 个不完整</translation>
        </message>
        <message>
            <source>Batch: %1 of %2 files done, %4 incomplete</source>
            <translation>批处理：%1 / %2 个文件已完成，%4 个不完整</translation>
        </message>
        <message>
            <source>Begin CSV files with a byte order mark, by which Excel reads names beyond ASCII.</source>
            <translation>在 CSV 文件开头写入字节顺序标记，使 Excel 能正确读取 ASCII 以外的名称。</translation>
        </message>
        <message>
            <source>Begin with</source>
            <translation>起点</translation>
        </message>
        <message>
            <source>Begin with a video or a camera</source>
            <translation>从视频或摄像头开始</translation>
        </message>
        <message>
            <source>Blocks of the decoder; left open: the size's own.</source>
            <translation>解码器的块数；留空：采用该规模的默认值。</translation>
        </message>
        <message>
            <source>Built in</source>
            <translation>内置</translation>
        </message>
        <message>
            <source>Busy elsewhere</source>
            <translation>被他处占用</translation>
        </message>
        <message>
            <source>C&amp;ancel…</source>
            <translation>取消(&amp;A)…</translation>
        </message>
        <message>
            <source>C&amp;lose</source>
            <translation>关闭(&amp;L)</translation>
        </message>
        <message>
            <source>CREMA-D: 91 actors, 6 emotions, 5 folds by actor.</source>
            <translation>CREMA-D：91 名演员，6 种情绪，按演员分 5 折。</translation>
        </message>
        <message>
            <source>CSV byte order mark</source>
            <translation>CSV 字节顺序标记</translation>
        </message>
        <message>
            <source>CSV decimal mark</source>
            <translation>CSV 小数点</translation>
        </message>
        <message>
            <source>CSV delimiter</source>
            <translation>CSV 分隔符</translation>
        </message>
        <message>
            <source>Camera si&amp;ze and rate</source>
            <translation>摄像头尺寸和帧率(&amp;Z)</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Cancel %1? All that it has made so far is deleted.</source>
            <translation>要取消 %1 吗？它至今生成的所有内容都将被删除。</translation>
        </message>
        <message>
            <source>Cancel and delete</source>
            <translation>取消并删除</translation>
        </message>
        <message>
            <source>Cancelled: what is shown is not saved</source>
            <translation>已取消：所显示的内容未保存</translation>
        </message>
        <message>
            <source>Cancelling…</source>
            <translation>正在取消…</translation>
        </message>
        <message>
            <source>Capture rate</source>
            <translation>采集速率</translation>
        </message>
        <message>
            <source>ChaLearn First Impressions V2: Big-Five, official split.</source>
            <translation>ChaLearn First Impressions V2：大五人格，官方划分。</translation>
        </message>
        <message>
            <source>Change mar&amp;ker…</source>
            <translation>更改标记(&amp;K)…</translation>
        </message>
        <message>
            <source>Check every byte, score a test window and measure the time</source>
            <translation>检查每个字节，为一个测试窗口评分并测量用时</translation>
        </message>
        <message>
            <source>Check the light on the face, come closer to the camera, and look towards it.</source>
            <translation>请检查面部光线，靠近摄像头并面向它。</translation>
        </message>
        <message>
            <source>Choose</source>
            <translation>选择</translation>
        </message>
        <message>
            <source>Choose &amp;detector file…</source>
            <translation>选择检测器文件(&amp;D)…</translation>
        </message>
        <message>
            <source>Choose a detector's file</source>
            <translation>选择检测器的文件</translation>
        </message>
        <message>
            <source>Choose a file</source>
            <translation>选择文件</translation>
        </message>
        <message>
            <source>Choose a file to see more of it. Enter opens a result in Analyse.</source>
            <translation>选择一个文件以查看详情。按回车键可在“分析”中打开结果。</translation>
        </message>
        <message>
            <source>Choose a folder</source>
            <translation>选择文件夹</translation>
        </message>
        <message>
            <source>Choose a folder; its sub-folders belong to it</source>
            <translation>选择一个文件夹；包括其子文件夹</translation>
        </message>
        <message>
            <source>Choose a folder…</source>
            <translation>选择文件夹…</translation>
        </message>
        <message>
            <source>Choose a source</source>
            <translation>选择来源</translation>
        </message>
        <message>
            <source>Choose file…</source>
            <translation>选择文件…</translation>
        </message>
        <message>
            <source>Choose the data set…</source>
            <translation>选择数据集…</translation>
        </message>
        <message>
            <source>Choose the folder or file to prepare.</source>
            <translation>请选择要准备的文件夹或文件。</translation>
        </message>
        <message>
            <source>Choose the s&amp;tretch here</source>
            <translation>选择此处的区段(&amp;T)</translation>
        </message>
        <message>
            <source>Choose videos</source>
            <translation>选择视频</translation>
        </message>
        <message>
            <source>Choose where recordings go</source>
            <translation>选择录制的存放位置</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Chosen range</source>
            <translation>所选区间</translation>
        </message>
        <message>
            <source>Classes or dimensions, in the order of the outputs; empty: all that the data set has.</source>
            <translation>类别或维度，按输出顺序排列；留空：数据集中的全部。</translation>
        </message>
        <message>
            <source>Click: go there. Drag, in a lane with Shift: choose a range.</source>
            <translation>单击：转到该处。拖动（在轨道中按住 Shift）：选择区间。</translation>
        </message>
        <message>
            <source>Clips per optimiser step, over all processes together.</source>
            <translation>优化器每一步的片段数，所有进程合计。</translation>
        </message>
        <message>
            <source>Clips per step</source>
            <translation>每步片段数</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Close SVFAP?</source>
            <translation>关闭 SVFAP？</translation>
        </message>
        <message>
            <source>Close the application</source>
            <translation>关闭应用</translation>
        </message>
        <message>
            <source>Close the log</source>
            <translation>关闭日志</translation>
        </message>
        <message>
            <source>Close without saving</source>
            <translation>不保存并关闭</translation>
        </message>
        <message>
            <source>Comes with the program and needs nothing else.</source>
            <translation>随程序附带，无需其他文件。</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Command line that does the same</source>
            <translation>执行相同操作的命令行</translation>
        </message>
        <message>
            <source>Compare the person with itself in the range (z-scores)</source>
            <translation>将此人与其在该区间内的表现相比较（z 分数）</translation>
        </message>
        <message>
            <source>Compare the person with nothing</source>
            <translation>不与任何基线比较</translation>
        </message>
        <message>
            <source>Compared with %1 to %2.</source>
            <translation>与 %1 至 %2 相比较。</translation>
        </message>
        <message>
            <source>Compile the network (torch.compile).</source>
            <translation>编译网络（torch.compile）。</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>混淆矩阵</translation>
        </message>
        <message>
            <source>Consent, the law, and where your videos stay</source>
            <translation>知情同意、法律以及视频的存放</translation>
        </message>
        <message>
            <source>Cop&amp;y picture</source>
            <translation>复制画面(&amp;Y)</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>复制详细信息</translation>
        </message>
        <message>
            <source>Copy the hash of the weights</source>
            <translation>复制权重的哈希值</translation>
        </message>
        <message>
            <source>Copy the whole hash of the weights</source>
            <translation>复制权重的完整哈希值</translation>
        </message>
        <message>
            <source>Crop size</source>
            <translation>裁剪大小</translation>
        </message>
        <message>
            <source>Curves</source>
            <translation>曲线</translation>
        </message>
        <message>
            <source>Curves come with the first steps.</source>
            <translation>最初几步之后会出现曲线。</translation>
        </message>
        <message>
            <source>Curves of the last minute</source>
            <translation>最近一分钟的曲线</translation>
        </message>
        <message>
            <source>Curves of the run</source>
            <translation>运行的曲线</translation>
        </message>
        <message>
            <source>Cut the faces out of videos and list them with their labels</source>
            <translation>从视频中裁剪人脸，并连同标签列出</translation>
        </message>
        <message>
            <source>DFEW: clips of films, 7 emotions, 5 official folds.</source>
            <translation>DFEW：电影片段，7 种情绪，5 个官方折。</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>Data set</source>
            <translation>数据集</translation>
        </message>
        <message>
            <source>Data sets and runs</source>
            <translation>数据集和运行</translation>
        </message>
        <message>
            <source>Decimal mark in CSV files; a decimal comma needs semicolon or tab as the delimiter.</source>
            <translation>CSV 文件中的小数点；若用逗号，则分隔符须为分号或制表符。</translation>
        </message>
        <message>
            <source>Default</source>
            <translation>默认</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Delete %1 for good? Models that were exported from it stay.</source>
            <translation>要永久删除 %1 吗？由它导出的模型会保留。</translation>
        </message>
        <message>
            <source>Delete the data set or run</source>
            <translation>删除数据集或运行</translation>
        </message>
        <message>
            <source>Delete this model from this computer</source>
            <translation>从此计算机中删除该模型</translation>
        </message>
        <message>
            <source>Deleting</source>
            <translation>正在删除</translation>
        </message>
        <message>
            <source>Derived from the emotions, not learned: %1.</source>
            <translation>由情绪推导，非学习所得：%1。</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详细信息</translation>
        </message>
        <message>
            <source>Detector's model file</source>
            <translation>检测器的模型文件</translation>
        </message>
        <message>
            <source>Detector, windows, folders, language</source>
            <translation>检测器、窗口、文件夹、语言</translation>
        </message>
        <message>
            <source>Detectors</source>
            <translation>检测器</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Dimensions</source>
            <translation>维度</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>关闭提示</translation>
        </message>
        <message>
            <source>Distance of a window's frames, in frames at 25 per second (with sampling `paper`: of the clip, whatever its rate), unless `clip` says it.</source>
            <translation>窗口内各帧的间隔，以每秒 25 帧计（采样方式为 `paper` 时按片段自身的帧计，不论其帧率），除非已由 `clip` 指定。</translation>
        </message>
        <message>
            <source>Do&amp;wnload SCRFD weights…</source>
            <translation>下载 SCRFD 权重(&amp;W)…</translation>
        </message>
        <message>
            <source>Does another program use it? Close that program.</source>
            <translation>是否有其他程序正在使用？请关闭该程序。</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Done before</source>
            <translation>之前已完成</translation>
        </message>
        <message>
            <source>Double click or F2: change the name. Delete: remove the marker.</source>
            <translation>双击或 F2：更改名称。Delete：移除标记。</translation>
        </message>
        <message>
            <source>Double click: change it</source>
            <translation>双击：更改</translation>
        </message>
        <message>
            <source>Down-samplers at the full rate, as the reference code has them.</source>
            <translation>下采样器使用完整学习率，与参考代码一致。</translation>
        </message>
        <message>
            <source>Downloading SCRFD weights</source>
            <translation>正在下载 SCRFD 权重</translation>
        </message>
        <message>
            <source>Download…</source>
            <translation>下载…</translation>
        </message>
        <message>
            <source>Draw moving averages; tables and statistics stay as they are</source>
            <translation>绘制移动平均；表格和统计保持不变</translation>
        </message>
        <message>
            <source>Draw the chosen person's scores against the baseline</source>
            <translation>以基线为参照绘制所选人物的得分</translation>
        </message>
        <message>
            <source>Drawing of the curves, to edit (SVG)</source>
            <translation>可编辑的曲线图（SVG）</translation>
        </message>
        <message>
            <source>Drawing, %1 %</source>
            <translation>正在绘制，%1 %</translation>
        </message>
        <message>
            <source>Drop a .pth or .safetensors file here, or train your own.</source>
            <translation>将 .pth 或 .safetensors 文件拖放到此处，或训练您自己的模型。</translation>
        </message>
        <message>
            <source>Drop a person on another to say that both are the same</source>
            <translation>将一个人物拖放到另一个人物上，表示两者为同一人</translation>
        </message>
        <message>
            <source>Drop videos, images or folders here</source>
            <translation>将视频、图片或文件夹拖放到此处</translation>
        </message>
        <message>
            <source>Dropout before the adapters.</source>
            <translation>适配器之前的 dropout。</translation>
        </message>
        <message>
            <source>Dropped pictures</source>
            <translation>丢弃的画面</translation>
        </message>
        <message>
            <source>E&amp;xclude the range</source>
            <translation>排除区间(&amp;X)</translation>
        </message>
        <message>
            <source>E&amp;xport…</source>
            <translation>导出(&amp;X)…</translation>
        </message>
        <message>
            <source>ELAN annotations</source>
            <translation>ELAN 标注</translation>
        </message>
        <message>
            <source>ELAN annotations.</source>
            <translation>ELAN 标注。</translation>
        </message>
        <message>
            <source>Each is analysed and leaves its own table and picture of the curves.
Stop at any time: finished files are skipped when you start again.</source>
            <translation>每个文件都会被分析，并生成各自的表格和曲线图。
可随时停止：再次开始时会跳过已完成的文件。</translation>
        </message>
        <message>
            <source>Each video leaves %1 in %2; files that are finished already are skipped.</source>
            <translation>每个视频会在 %2 中生成%1；已完成的文件将被跳过。</translation>
        </message>
        <message>
            <source>Each video leaves %1 in %2; results that are there already are replaced.</source>
            <translation>每个视频会在 %2 中生成%1；已有的结果将被替换。</translation>
        </message>
        <message>
            <source>Emotion probabilities</source>
            <translation>情绪概率</translation>
        </message>
        <message>
            <source>Emotions</source>
            <translation>情绪</translation>
        </message>
        <message>
            <source>Encoder features</source>
            <translation>编码器特征</translation>
        </message>
        <message>
            <source>Encoder features of each scored window (Parquet), for models of your own.</source>
            <translation>每个已评分窗口的编码器特征（Parquet），供您自己的模型使用。</translation>
        </message>
        <message>
            <source>End</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>End the analysis and keep no file of it</source>
            <translation>结束分析，不保留其任何文件</translation>
        </message>
        <message>
            <source>End the run and delete it</source>
            <translation>结束运行并将其删除</translation>
        </message>
        <message>
            <source>End the run with what it has learned, and keep its model</source>
            <translation>以目前所学结束运行，并保留其模型</translation>
        </message>
        <message>
            <source>Epoch</source>
            <translation>轮次</translation>
        </message>
        <message>
            <source>Epoch %1 of %2</source>
            <translation>第 %1 轮，共 %2 轮</translation>
        </message>
        <message>
            <source>Epoch whose picture is shown</source>
            <translation>显示其图片的轮次</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>轮数</translation>
        </message>
        <message>
            <source>Epochs without a better validation before an end; 0: never.</source>
            <translation>验证结果无改进多少轮后结束；0：从不。</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Evaluate</source>
            <translation>评估</translation>
        </message>
        <message>
            <source>Evaluating %1</source>
            <translation>正在评估 %1</translation>
        </message>
        <message>
            <source>Evaluation</source>
            <translation>评估</translation>
        </message>
        <message>
            <source>Every face of a video</source>
            <translation>视频中的所有人脸</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Everything stays on this computer: videos, scores and models are not sent anywhere.</source>
            <translation>所有内容都保留在此计算机上：视频、得分和模型不会发送到任何地方。</translation>
        </message>
        <message>
            <source>Everywhere</source>
            <translation>全局</translation>
        </message>
        <message>
            <source>Exclude</source>
            <translation>排除</translation>
        </message>
        <message>
            <source>Excluded by you</source>
            <translation>由您排除</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Exporting %1</source>
            <translation>正在导出 %1</translation>
        </message>
        <message>
            <source>FER2013 stills: a Parquet file with the columns split, label, jpeg.</source>
            <translation>FER2013 静态图片：含 split、label、jpeg 列的 Parquet 文件。</translation>
        </message>
        <message>
            <source>FERV39k: 22 scenes, 7 emotions, official split.</source>
            <translation>FERV39k：22 个场景，7 种情绪，官方划分。</translation>
        </message>
        <message>
            <source>Face detector</source>
            <translation>人脸检测器</translation>
        </message>
        <message>
            <source>Face detectors</source>
            <translation>人脸检测器</translation>
        </message>
        <message>
            <source>Face quality below which a window is marked; by default the threshold on the model card.</source>
            <translation>人脸质量低于此值的窗口会被标记；默认使用模型卡上的阈值。</translation>
        </message>
        <message>
            <source>Faces</source>
            <translation>人脸</translation>
        </message>
        <message>
            <source>Faces are found and followed; emotions, valence, arousal and dominance appear as curves.
Everything stays on this computer.</source>
            <translation>程序会检测并跟踪人脸；情绪、效价、唤醒度和支配度以曲线显示。
所有数据都保留在此计算机上。</translation>
        </message>
        <message>
            <source>Faces are framed; the arrow keys choose the person shown.</source>
            <translation>人脸以方框标出；用方向键选择显示的人物。</translation>
        </message>
        <message>
            <source>Faces are tracked again. Names, merges and all else about persons go to the tracks that show the same faces; what finds none is listed.</source>
            <translation>将重新跟踪人脸。姓名、合并及其他有关人物的内容会转到显示同一张脸的轨迹；找不到对应轨迹的将逐项列出。</translation>
        </message>
        <message>
            <source>Faces followed through the video; one person may be counted more than once</source>
            <translation>视频中跟踪到的人脸；同一个人可能被计算多次</translation>
        </message>
        <message>
            <source>Faces of the validation part: as they are, what is seen, what is guessed</source>
            <translation>验证部分的人脸：原图、可见部分、推测结果</translation>
        </message>
        <message>
            <source>Factor of the rate from one block to the one before it; 1: none.</source>
            <translation>学习率从一个块到前一个块的衰减系数；1：不衰减。</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Failed: %1</source>
            <translation>失败：%1</translation>
        </message>
        <message>
            <source>Fas&amp;ter</source>
            <translation>加快(&amp;T)</translation>
        </message>
        <message>
            <source>Fetch the weights of insightface; asks about their licence</source>
            <translation>获取 insightface 的权重；会先询问其许可</translation>
        </message>
        <message>
            <source>Fetch the weights; asks about their licence</source>
            <translation>获取权重；会先询问其许可</translation>
        </message>
        <message>
            <source>Figures</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Figures come after the first epoch.</source>
            <translation>第一轮结束后会出现指标。</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>File not found</source>
            <translation>找不到文件</translation>
        </message>
        <message>
            <source>Files (%1)</source>
            <translation>文件（%1）</translation>
        </message>
        <message>
            <source>Files of the batch</source>
            <translation>批处理的文件</translation>
        </message>
        <message>
            <source>Fill the screen, or go back</source>
            <translation>进入或退出全屏</translation>
        </message>
        <message>
            <source>Filter by name</source>
            <translation>按姓名筛选</translation>
        </message>
        <message>
            <source>Find an action or a key</source>
            <translation>查找操作或按键</translation>
        </message>
        <message>
            <source>Find faces with this detector from now on</source>
            <translation>从现在起使用此检测器检测人脸</translation>
        </message>
        <message>
            <source>Find the faces and score their expressions</source>
            <translation>检测人脸并为其表情评分</translation>
        </message>
        <message>
            <source>Find video</source>
            <translation>查找视频</translation>
        </message>
        <message>
            <source>Finds, follows and aligns the faces in your videos, as the analysis does, and lists them with their labels.</source>
            <translation>与分析一样，检测、跟踪并对齐视频中的人脸，并连同标签列出。</translation>
        </message>
        <message>
            <source>Fine-tune</source>
            <translation>微调</translation>
        </message>
        <message>
            <source>Fine-tune a run first: step 3.</source>
            <translation>请先微调一次运行：步骤 3。</translation>
        </message>
        <message>
            <source>Fine-tuning %1</source>
            <translation>正在微调 %1</translation>
        </message>
        <message>
            <source>First scores after %1 s of this face.</source>
            <translation>该人脸出现 %1 秒后给出首次得分。</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Folder for recordings</source>
            <translation>录制文件夹</translation>
        </message>
        <message>
            <source>Folders</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Frames of a window.</source>
            <translation>一个窗口的帧数。</translation>
        </message>
        <message>
            <source>From</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>From nothing</source>
            <translation>从零开始</translation>
        </message>
        <message>
            <source>From this moment on it is somebody else</source>
            <translation>从此刻起是另一个人</translation>
        </message>
        <message>
            <source>Getting ready…</source>
            <translation>正在准备…</translation>
        </message>
        <message>
            <source>Give the chosen marker another name, or remove it</source>
            <translation>为所选标记改名，或将其移除</translation>
        </message>
        <message>
            <source>Give the model a name.</source>
            <translation>请为模型命名。</translation>
        </message>
        <message>
            <source>Give the person a name</source>
            <translation>为此人命名</translation>
        </message>
        <message>
            <source>Give the person shown a name</source>
            <translation>为显示的人物命名</translation>
        </message>
        <message>
            <source>Go from the light to the dark theme, or back</source>
            <translation>在浅色与深色主题之间切换</translation>
        </message>
        <message>
            <source>Go on in the background</source>
            <translation>在后台继续</translation>
        </message>
        <message>
            <source>Go on where the run was interrupted</source>
            <translation>从运行中断处继续</translation>
        </message>
        <message>
            <source>Go to the first picture that shows somebody else, then split.</source>
            <translation>请先转到首次出现另一个人的画面，然后拆分。</translation>
        </message>
        <message>
            <source>Go to the marker after this moment</source>
            <translation>转到此刻之后的标记</translation>
        </message>
        <message>
            <source>Go to the marker before this moment</source>
            <translation>转到此刻之前的标记</translation>
        </message>
        <message>
            <source>Go to the statistics of the person in the range</source>
            <translation>转到该人物在区间内的统计</translation>
        </message>
        <message>
            <source>Go to time</source>
            <translation>转到时间</translation>
        </message>
        <message>
            <source>Goes on when the app is closed</source>
            <translation>关闭应用后仍会继续</translation>
        </message>
        <message>
            <source>Height and width of the face crop in pixels.</source>
            <translation>人脸裁剪图的高和宽，单位为像素。</translation>
        </message>
        <message>
            <source>Here you will see how a run goes: its curves, what it guesses, how well it does.

Begin with step 1: choose a folder with your clips, one sub-folder for each class, and press Prepare. A run goes on when you close the app.</source>
            <translation>此处将显示运行的进展：曲线、推测结果和效果。

请从步骤 1 开始：选择存放片段的文件夹，每个类别一个子文件夹，然后点击“准备”。关闭应用后运行仍会继续。</translation>
        </message>
        <message>
            <source>Hidden share</source>
            <translation>遮挡比例</translation>
        </message>
        <message>
            <source>Hide person</source>
            <translation>隐藏人物</translation>
        </message>
        <message>
            <source>Highest learning rate, at this batch size.</source>
            <translation>在此批大小下的最高学习率。</translation>
        </message>
        <message>
            <source>Holds from the next start of an analysis on.</source>
            <translation>从下一次开始分析起生效。</translation>
        </message>
        <message>
            <source>How faces are found and followed, from the next start of an analysis on.</source>
            <translation>如何检测和跟踪人脸，从下一次开始分析起生效。</translation>
        </message>
        <message>
            <source>How far the analysis is</source>
            <translation>分析的进度</translation>
        </message>
        <message>
            <source>How files and folders are read, from the next start of an analysis on.</source>
            <translation>如何读取文件和文件夹，从下次开始分析起生效。</translation>
        </message>
        <message>
            <source>How frames of a window are chosen: evenly in time, or by index and stride as in the reference code.</source>
            <translation>窗口内帧的选取方式：按时间均匀选取，或如参考代码按序号和步长选取。</translation>
        </message>
        <message>
            <source>How long a face may be out of sight and keep its id.</source>
            <translation>人脸离开画面多久仍保留其编号。</translation>
        </message>
        <message>
            <source>How long the recording is, and what it lacks</source>
            <translation>录制的时长及其缺失的内容</translation>
        </message>
        <message>
            <source>How long the video is</source>
            <translation>视频的长度</translation>
        </message>
        <message>
            <source>How long this file will still take</source>
            <translation>此文件还需要多长时间</translation>
        </message>
        <message>
            <source>How much more than a model's input the crops show, so that training can shift and turn them.</source>
            <translation>裁剪图比模型输入多显示的比例，以便训练时平移和旋转。</translation>
        </message>
        <message>
            <source>How strongly a still network follows the inner maps of the first, a cnn.</source>
            <translation>静态网络跟随首个教师（CNN）内部特征图的强度。</translation>
        </message>
        <message>
            <source>How the clips and labels are laid out</source>
            <translation>片段和标签的组织方式</translation>
        </message>
        <message>
            <source>Images per second</source>
            <translation>每秒图片数</translation>
        </message>
        <message>
            <source>Images per second of a folder of images. A folder is one clip if the names of its images differ in one number only; else each image is analysed by itself.</source>
            <translation>图片文件夹每秒的图片数。如果文件夹中图片的名称只相差一个数字，则视为一个片段；否则每张图片单独分析。</translation>
        </message>
        <message>
            <source>Import model</source>
            <translation>导入模型</translation>
        </message>
        <message>
            <source>Import model &amp;folder…</source>
            <translation>导入模型文件夹(&amp;F)…</translation>
        </message>
        <message>
            <source>Import model folder</source>
            <translation>导入模型文件夹</translation>
        </message>
        <message>
            <source>In brackets: 95 % intervals, by drawing %1 again and again.</source>
            <translation>括号内：对%1反复抽样得出的 95 % 置信区间。</translation>
        </message>
        <message>
            <source>In the European Union it is prohibited to infer emotions of people at work and in education (AI Act, Article 5(1)(f)), except for medical or safety reasons. Other countries have laws of their own.</source>
            <translation>在欧盟，禁止在工作场所和教育机构推断人的情绪（《人工智能法》第 5 条第 1 款 (f) 项），出于医疗或安全原因的除外。其他国家另有各自的法律。</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>正在使用</translation>
        </message>
        <message>
            <source>Include</source>
            <translation>纳入</translation>
        </message>
        <message>
            <source>Incomplete</source>
            <translation>不完整</translation>
        </message>
        <message>
            <source>Incomplete: %1</source>
            <translation>不完整：%1</translation>
        </message>
        <message>
            <source>Input of the network; left open: the size's own.</source>
            <translation>网络的输入；留空：采用该规模的默认值。</translation>
        </message>
        <message>
            <source>Instead of skipping files that are done; their results are replaced</source>
            <translation>不再跳过已完成的文件；其结果将被替换</translation>
        </message>
        <message>
            <source>Intended use</source>
            <translation>预期用途</translation>
        </message>
        <message>
            <source>Is it plugged in, and switched on?</source>
            <translation>摄像头是否已连接并打开？</translation>
        </message>
        <message>
            <source>Is needed.</source>
            <translation>必填。</translation>
        </message>
        <message>
            <source>It finds and follows faces on video and scores what they show: emotions, valence, arousal and dominance, a window of some seconds at a time.</source>
            <translation>它检测并跟踪视频中的人脸，并以数秒为一个窗口，为面部所呈现的情绪、效价、唤醒度和支配度评分。</translation>
        </message>
        <message>
            <source>It goes on by itself once this very camera is back.</source>
            <translation>同一摄像头恢复后会自动继续。</translation>
        </message>
        <message>
            <source>It is in use: the model that comes along takes its place.</source>
            <translation>该模型正在使用：将由内置模型取代。</translation>
        </message>
        <message>
            <source>It is made for research. It is no medical device, and no means to identify people.</source>
            <translation>本程序为研究而设计，不是医疗器械，也不能用于识别个人身份。</translation>
        </message>
        <message>
            <source>It is tried again until it succeeds.</source>
            <translation>系统会不断重试，直到成功。</translation>
        </message>
        <message>
            <source>It starts with %1 and so on.</source>
            <translation>地址以 %1 等开头。</translation>
        </message>
        <message>
            <source>It was moved or deleted, or its disk is not connected: %1. Try again when it is back, or remove it from the list.</source>
            <translation>文件已被移动或删除，或其磁盘未连接：%1。恢复后请重试，或将其从列表中移除。</translation>
        </message>
        <message>
            <source>Its attention heads; left open: the size's own.</source>
            <translation>其注意力头数；留空：采用该规模的默认值。</translation>
        </message>
        <message>
            <source>Its results are there: same video, same model, same settings.</source>
            <translation>其结果已存在：相同的视频、相同的模型、相同的设置。</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>保留</translation>
        </message>
        <message>
            <source>Keep the number for</source>
            <translation>编号保留时间</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>键盘快捷键</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Lag</source>
            <translation>延迟</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Largest amount of unsharp masking.</source>
            <translation>锐化的最大程度。</translation>
        </message>
        <message>
            <source>Largest deviation of pixel noise.</source>
            <translation>像素噪声的最大标准差。</translation>
        </message>
        <message>
            <source>Largest gradient norm; 0: any.</source>
            <translation>最大梯度范数；0：不限。</translation>
        </message>
        <message>
            <source>Largest share of a blurred picture mixed in.</source>
            <translation>混入模糊画面的最大比例。</translation>
        </message>
        <message>
            <source>Last rate, as a share of the highest.</source>
            <translation>最终学习率，占最高学习率的比例。</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <source>Least gravity</source>
            <translation>最低级别</translation>
        </message>
        <message>
            <source>Least quality of a window</source>
            <translation>窗口最低质量</translation>
        </message>
        <message>
            <source>Leave the person out of pictures, figures and exports</source>
            <translation>在图片、统计和导出中不包括此人</translation>
        </message>
        <message>
            <source>Leave the range out of all figures and exports</source>
            <translation>在所有统计和导出中不包括该区间</translation>
        </message>
        <message>
            <source>Left open: cross entropy for classes and shares, mse for values.</source>
            <translation>留空：类别和占比用交叉熵，数值用均方误差。</translation>
        </message>
        <message>
            <source>Legend</source>
            <translation>图例</translation>
        </message>
        <message>
            <source>Legend of the timeline</source>
            <translation>时间轴图例</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>时长</translation>
        </message>
        <message>
            <source>Length of the range</source>
            <translation>区间长度</translation>
        </message>
        <message>
            <source>Let a network learn what faces look like, without labels; may be left out</source>
            <translation>让网络在没有标签的情况下学习人脸的样子；可以省略</translation>
        </message>
        <message>
            <source>Let all files wait again that have failed, are incomplete or were busy elsewhere</source>
            <translation>让所有失败、不完整或被他处占用的文件重新等待</translation>
        </message>
        <message>
            <source>Let go of this video</source>
            <translation>关闭此视频</translation>
        </message>
        <message>
            <source>Let it learn the classes or dimensions of your labels</source>
            <translation>让它学习您的标签中的类别或维度</translation>
        </message>
        <message>
            <source>Let the range count again</source>
            <translation>让该区间重新计入</translation>
        </message>
        <message>
            <source>Levels of a dimension</source>
            <translation>维度的等级数</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>许可</translation>
        </message>
        <message>
            <source>Licence of the weights</source>
            <translation>权重的许可</translation>
        </message>
        <message>
            <source>Light or dark</source>
            <translation>浅色或深色</translation>
        </message>
        <message>
            <source>Limits</source>
            <translation>局限</translation>
        </message>
        <message>
            <source>Lists of the reference code</source>
            <translation>参考代码的列表</translation>
        </message>
        <message>
            <source>Lists of the reference repository: train.csv, val.csv, test.csv.</source>
            <translation>参考代码库的列表：train.csv、val.csv、test.csv。</translation>
        </message>
        <message>
            <source>Live</source>
            <translation>实时</translation>
        </message>
        <message>
            <source>Live, and recorded if you like</source>
            <translation>实时分析，可同时录制</translation>
        </message>
        <message>
            <source>Live: %1</source>
            <translation>实时：%1</translation>
        </message>
        <message>
            <source>Loa&amp;d settings…</source>
            <translation>载入设置(&amp;D)…</translation>
        </message>
        <message>
            <source>Load settings</source>
            <translation>载入设置</translation>
        </message>
        <message>
            <source>Loading the model…</source>
            <translation>正在加载模型…</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>日志</translation>
        </message>
        <message>
            <source>Longest gap in a window</source>
            <translation>窗口内最长间断</translation>
        </message>
        <message>
            <source>Longest time out of sight in a window before it is marked; by default the smaller of 0.5 s and a quarter of the model's span.</source>
            <translation>窗口内人脸离开画面的最长时间，超过则加以标记；默认取 0.5 秒与模型时长四分之一中的较小者。</translation>
        </message>
        <message>
            <source>Look again what models there are</source>
            <translation>重新查看有哪些模型</translation>
        </message>
        <message>
            <source>Look at the newest recording, its curves and markers</source>
            <translation>查看最新的录制及其曲线和标记</translation>
        </message>
        <message>
            <source>Look at the result of this file</source>
            <translation>查看此文件的结果</translation>
        </message>
        <message>
            <source>Looking for a finished result…</source>
            <translation>正在查找已完成的结果…</translation>
        </message>
        <message>
            <source>Looking for faces…</source>
            <translation>正在寻找人脸…</translation>
        </message>
        <message>
            <source>Looking through the files of the batch</source>
            <translation>正在查看批处理的文件</translation>
        </message>
        <message>
            <source>Looking through the files…</source>
            <translation>正在查看文件…</translation>
        </message>
        <message>
            <source>Lower-case letters, digits, and . _ - .</source>
            <translation>小写字母、数字以及 . _ -。</translation>
        </message>
        <message>
            <source>Lowest detector score</source>
            <translation>检测器最低得分</translation>
        </message>
        <message>
            <source>Lowest detector score.</source>
            <translation>检测器最低得分。</translation>
        </message>
        <message>
            <source>M&amp;irror the picture</source>
            <translation>镜像画面(&amp;I)</translation>
        </message>
        <message>
            <source>MAFW: 11 emotions, 5 official folds.</source>
            <translation>MAFW：11 种情绪，5 个官方折。</translation>
        </message>
        <message>
            <source>MIT</source>
            <translation>MIT</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>创建时间</translation>
        </message>
        <message>
            <source>Made when something is first written to them.</source>
            <translation>首次写入内容时创建。</translation>
        </message>
        <message>
            <source>Made with</source>
            <translation>使用的组件</translation>
        </message>
        <message>
            <source>Make a model of it that Live, Analyse and Batch can use</source>
            <translation>生成可供“实时”“分析”和“批处理”使用的模型</translation>
        </message>
        <message>
            <source>Makes a model of a run, calibrated, with the figures of its evaluations on its card. It then stands in Models, and can analyse.</source>
            <translation>由一次运行生成经过校准的模型，其评估指标写在模型卡上。之后它会出现在“模型”中，可用于分析。</translation>
        </message>
        <message>
            <source>Making the sample video</source>
            <translation>正在生成示例视频</translation>
        </message>
        <message>
            <source>Margin around faces</source>
            <translation>人脸周围的边距</translation>
        </message>
        <message>
            <source>Mark the start of the range, with a name</source>
            <translation>在区间的起点做标记并命名</translation>
        </message>
        <message>
            <source>Mark this moment</source>
            <translation>标记此刻</translation>
        </message>
        <message>
            <source>Mark this moment, with a name</source>
            <translation>标记此刻并命名</translation>
        </message>
        <message>
            <source>Marker</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>Marker %1</source>
            <translation>标记 %1</translation>
        </message>
        <message>
            <source>Marker at %1:</source>
            <translation>%1 处的标记：</translation>
        </message>
        <message>
            <source>Marker's name</source>
            <translation>标记名称</translation>
        </message>
        <message>
            <source>Markers</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>Markers and excluded ranges stay.</source>
            <translation>标记和排除的区间会保留。</translation>
        </message>
        <message>
            <source>May SVFAP use cameras? See the system's privacy settings.</source>
            <translation>SVFAP 是否有权使用摄像头？请查看系统的隐私设置。</translation>
        </message>
        <message>
            <source>Mean distance from the baseline, in its standard deviations</source>
            <translation>与基线的平均差距，以基线的标准差为单位</translation>
        </message>
        <message>
            <source>Mean score over the rows that can be trusted</source>
            <translation>可信行的平均得分</translation>
        </message>
        <message>
            <source>Meant for</source>
            <translation>适用范围</translation>
        </message>
        <message>
            <source>Measure how well it does on clips that it has not learned from</source>
            <translation>测量它在未学习过的片段上的表现</translation>
        </message>
        <message>
            <source>Measures a run on a part of its data, through the same steps as the analysis. The test part never chooses a model: look at it once, after everything is chosen.</source>
            <translation>以与分析相同的步骤，在运行的一部分数据上进行测量。测试部分绝不用于选择模型：请在一切选定之后只查看一次。</translation>
        </message>
        <message>
            <source>Measuring %1</source>
            <translation>正在测量 %1</translation>
        </message>
        <message>
            <source>Memories of AdamW.</source>
            <translation>AdamW 的动量系数。</translation>
        </message>
        <message>
            <source>Mend what is marked in the form.</source>
            <translation>请更正表单中标出的内容。</translation>
        </message>
        <message>
            <source>Merge</source>
            <translation>合并</translation>
        </message>
        <message>
            <source>Merge %1 into %2</source>
            <translation>将%1合并到%2</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>消息</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Model and device</source>
            <translation>模型和设备</translation>
        </message>
        <message>
            <source>Model file for yunet, or for insightface in place of a pack.</source>
            <translation>YuNet 的模型文件，或代替 insightface 模型包的文件。</translation>
        </message>
        <message>
            <source>Model loads at the first start</source>
            <translation>首次开始时加载模型</translation>
        </message>
        <message>
            <source>Model: %1
Faces: %2, %3</source>
            <translation>模型：%1
人脸：%2，%3</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Models that come along</source>
            <translation>内置模型</translation>
        </message>
        <message>
            <source>More settings</source>
            <translation>更多设置</translation>
        </message>
        <message>
            <source>Movement within a clip, as a share of the three spreads above.</source>
            <translation>片段内的运动幅度，占上述三种变化范围的比例。</translation>
        </message>
        <message>
            <source>Must be %1 or less.</source>
            <translation>必须小于或等于 %1。</translation>
        </message>
        <message>
            <source>Must be %1 or more.</source>
            <translation>必须大于或等于 %1。</translation>
        </message>
        <message>
            <source>Must be a folder.</source>
            <translation>必须是文件夹。</translation>
        </message>
        <message>
            <source>Must be a number.</source>
            <translation>必须是数字。</translation>
        </message>
        <message>
            <source>Must be a text.</source>
            <translation>必须是文本。</translation>
        </message>
        <message>
            <source>Must be a whole number.</source>
            <translation>必须是整数。</translation>
        </message>
        <message>
            <source>Must be less than %1.</source>
            <translation>必须小于 %1。</translation>
        </message>
        <message>
            <source>Must be more than %1.</source>
            <translation>必须大于 %1。</translation>
        </message>
        <message>
            <source>Must be one of: %1.</source>
            <translation>必须是以下之一：%1。</translation>
        </message>
        <message>
            <source>My clips: a folder per class</source>
            <translation>我的片段：每个类别一个文件夹</translation>
        </message>
        <message>
            <source>My clips: a table (CSV)</source>
            <translation>我的片段：一个表格（CSV）</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Name of the files</source>
            <translation>文件名称</translation>
        </message>
        <message>
            <source>Name of the next markers</source>
            <translation>后续标记的名称</translation>
        </message>
        <message>
            <source>Name of the person</source>
            <translation>人物名称</translation>
        </message>
        <message>
            <source>Name or folder of the model that scores faces.</source>
            <translation>为人脸评分的模型的名称或文件夹。</translation>
        </message>
        <message>
            <source>Name, then Enter</source>
            <translation>输入名称后按回车键</translation>
        </message>
        <message>
            <source>Names and markers of the recording are not saved yet: %1</source>
            <translation>录制的姓名和标记尚未保存：%1</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>New shortcut</source>
            <translation>新快捷键</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一步</translation>
        </message>
        <message>
            <source>Next picture</source>
            <translation>下一帧</translation>
        </message>
        <message numerus="yes">
            <source>Next try in %n s</source>
            <translation>
                <numerusform>%n 秒后重试</numerusform>
            </translation>
        </message>
        <message>
            <source>No action is called that.</source>
            <translation>没有符合的操作。</translation>
        </message>
        <message>
            <source>No baseline</source>
            <translation>无基线</translation>
        </message>
        <message>
            <source>No camera found</source>
            <translation>未找到摄像头</translation>
        </message>
        <message>
            <source>No face in sight</source>
            <translation>画面中没有人脸</translation>
        </message>
        <message>
            <source>No face was found.</source>
            <translation>未找到人脸。</translation>
        </message>
        <message>
            <source>No file chosen</source>
            <translation>未选择文件</translation>
        </message>
        <message>
            <source>No new picture for more than a second: the source or the computer is too slow.</source>
            <translation>超过一秒没有新画面：来源或计算机太慢。</translation>
        </message>
        <message>
            <source>No shortcut</source>
            <translation>无快捷键</translation>
        </message>
        <message>
            <source>No video or image found in %1</source>
            <translation>在 %1 中未找到视频或图片</translation>
        </message>
        <message>
            <source>Not added, because the list has results of that name: %1</source>
            <translation>未添加，因为列表中已有同名结果：%1</translation>
        </message>
        <message>
            <source>Not analysed yet</source>
            <translation>尚未分析</translation>
        </message>
        <message>
            <source>Not analysed yet, with your work kept</source>
            <translation>尚未分析，您的工作已保留</translation>
        </message>
        <message>
            <source>Not analysed yet: press Analyse to find the persons.</source>
            <translation>尚未分析：点击“分析”以查找人物。</translation>
        </message>
        <message>
            <source>Not installed</source>
            <translation>未安装</translation>
        </message>
        <message>
            <source>Not installed. Download the weights (15 MB, asks about the licence first), or choose a det_*.onnx of an insightface pack.</source>
            <translation>未安装。请下载权重（15 MB，会先询问许可），或选择 insightface 模型包中的 det_*.onnx 文件。</translation>
        </message>
        <message>
            <source>Not installed. Get face_detection_yunet_2026may.onnx from the OpenCV model zoo and choose it here.</source>
            <translation>未安装。请从 OpenCV 模型库获取 face_detection_yunet_2026may.onnx，然后在此处选择。</translation>
        </message>
        <message>
            <source>Not on the card: %1</source>
            <translation>模型卡上没有：%1</translation>
        </message>
        <message>
            <source>Not saved, and lost when you close</source>
            <translation>尚未保存，关闭后将丢失</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Notes on this result</source>
            <translation>关于此结果的备注</translation>
        </message>
        <message>
            <source>Nothing has been noted.</source>
            <translation>尚无记录。</translation>
        </message>
        <message>
            <source>Nothing has been opened yet</source>
            <translation>尚未打开任何文件</translation>
        </message>
        <message>
            <source>Nothing is running in the background.</source>
            <translation>后台没有正在进行的任务。</translation>
        </message>
        <message>
            <source>ONNX too</source>
            <translation>同时导出 ONNX</translation>
        </message>
        <message>
            <source>Of RGB in 0..1.</source>
            <translation>RGB 各通道，取值 0 至 1。</translation>
        </message>
        <message>
            <source>Of matrices, not of biases.</source>
            <translation>作用于矩阵，不作用于偏置。</translation>
        </message>
        <message>
            <source>Of the averaged weights, which are judged and exported; 0: the weights themselves.</source>
            <translation>平均权重的衰减系数，评估和导出均使用平均权重；0：使用权重本身。</translation>
        </message>
        <message>
            <source>Of the window; takes effect at the next start.</source>
            <translation>界面语言；下次启动时生效。</translation>
        </message>
        <message>
            <source>Of the window; takes effect when the app is started again.</source>
            <translation>界面语言；重新启动应用后生效。</translation>
        </message>
        <message>
            <source>Of this head's loss in the sum.</source>
            <translation>此输出头的损失在总和中的权重。</translation>
        </message>
        <message>
            <source>Of weights, order and augmentation.</source>
            <translation>用于权重、顺序和数据增强。</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Open &amp;camera…</source>
            <translation>打开摄像头(&amp;C)…</translation>
        </message>
        <message>
            <source>Open &amp;recent</source>
            <translation>最近打开(&amp;R)</translation>
        </message>
        <message>
            <source>Open &amp;stream…</source>
            <translation>打开网络流(&amp;S)…</translation>
        </message>
        <message>
            <source>Open a folder of videos</source>
            <translation>打开视频文件夹</translation>
        </message>
        <message>
            <source>Open a video or a finished result</source>
            <translation>打开视频或已完成的结果</translation>
        </message>
        <message>
            <source>Open a video to analyse it, or to go on with its result</source>
            <translation>打开视频以进行分析，或继续处理其结果</translation>
        </message>
        <message>
            <source>Open a video, a folder of videos, a result table or a model.</source>
            <translation>请打开视频、视频文件夹、结果表格或模型。</translation>
        </message>
        <message>
            <source>Open a video…</source>
            <translation>打开视频…</translation>
        </message>
        <message>
            <source>Open in &amp;Analyse</source>
            <translation>在“分析”中打开(&amp;A)</translation>
        </message>
        <message>
            <source>Open in Analyse</source>
            <translation>在“分析”中打开</translation>
        </message>
        <message>
            <source>Open last recording in &amp;Analyse</source>
            <translation>在“分析”中打开上次录制(&amp;A)</translation>
        </message>
        <message>
            <source>Open log folder</source>
            <translation>打开日志文件夹</translation>
        </message>
        <message>
            <source>Open results</source>
            <translation>打开结果</translation>
        </message>
        <message>
            <source>Open stream</source>
            <translation>打开网络流</translation>
        </message>
        <message>
            <source>Open the folder of its results</source>
            <translation>打开其结果所在的文件夹</translation>
        </message>
        <message>
            <source>Open the folder of the run</source>
            <translation>打开运行的文件夹</translation>
        </message>
        <message>
            <source>Open the folder of the video</source>
            <translation>打开视频所在的文件夹</translation>
        </message>
        <message>
            <source>Open the re&amp;port</source>
            <translation>打开报告(&amp;P)</translation>
        </message>
        <message>
            <source>Open video</source>
            <translation>打开视频</translation>
        </message>
        <message>
            <source>Opening %1…</source>
            <translation>正在打开 %1…</translation>
        </message>
        <message>
            <source>Opening…</source>
            <translation>正在打开…</translation>
        </message>
        <message>
            <source>Operations of RandAugment on each clip; 0: none.</source>
            <translation>对每个片段执行的 RandAugment 操作数；0：不使用。</translation>
        </message>
        <message>
            <source>Or drop a file on the window at any time. This text is under Help.</source>
            <translation>也可以随时将文件拖放到窗口上。本说明可在“帮助”菜单中再次查看。</translation>
        </message>
        <message>
            <source>Or drop files and folders anywhere on this window.</source>
            <translation>或将文件和文件夹拖放到此窗口的任意位置。</translation>
        </message>
        <message>
            <source>Origin, limits and all figures</source>
            <translation>来源、局限与所有指标</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Own clips: a CSV file with path, label or values, subject, fold, split.</source>
            <translation>自有片段：含路径、标签或数值、被试、折、划分的 CSV 文件。</translation>
        </message>
        <message>
            <source>Own clips: one folder per class with videos or folders of pictures.</source>
            <translation>自有片段：每个类别一个文件夹，内含视频或图片文件夹。</translation>
        </message>
        <message>
            <source>P&amp;ersons</source>
            <translation>人物(&amp;E)</translation>
        </message>
        <message>
            <source>Pack clips into tar files (WebDataset), for very many clips; left open: of stills.</source>
            <translation>将片段打包为 tar 文件（WebDataset），适用于大量片段；留空：仅用于静态图片。</translation>
        </message>
        <message>
            <source>Packed in tar files</source>
            <translation>打包为 tar 文件</translation>
        </message>
        <message>
            <source>Parallel processes</source>
            <translation>并行进程数</translation>
        </message>
        <message>
            <source>Part</source>
            <translation>部分</translation>
        </message>
        <message>
            <source>Part of the data. Look at the test part once, after everything is chosen.</source>
            <translation>数据的哪一部分。测试部分只应在一切选定之后查看一次。</translation>
        </message>
        <message>
            <source>Parts that a batch is computed in, to save memory.</source>
            <translation>将一批数据分成几部分计算，以节省内存。</translation>
        </message>
        <message>
            <source>Passes over the training clips.</source>
            <translation>遍历训练片段的次数。</translation>
        </message>
        <message>
            <source>Patches are whitened by the training pictures and then kept.</source>
            <translation>图像块依据训练图片白化，然后保持不变。</translation>
        </message>
        <message>
            <source>Pause, and go back to normal speed</source>
            <translation>暂停，并恢复正常速度</translation>
        </message>
        <message>
            <source>Paused at %1</source>
            <translation>已暂停于 %1</translation>
        </message>
        <message>
            <source>Paused: the file at work is held where it is</source>
            <translation>已暂停：正在处理的文件停留在原处</translation>
        </message>
        <message>
            <source>Person %1</source>
            <translation>人物 %1</translation>
        </message>
        <message>
            <source>Person not in sight</source>
            <translation>人物不在画面中</translation>
        </message>
        <message>
            <source>Person shown</source>
            <translation>显示的人物</translation>
        </message>
        <message>
            <source>Personality</source>
            <translation>人格</translation>
        </message>
        <message>
            <source>Personality as it appears (Big Five)</source>
            <translation>表观人格（大五人格）</translation>
        </message>
        <message>
            <source>Persons</source>
            <translation>人物</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>画面</translation>
        </message>
        <message>
            <source>Picture of the curves</source>
            <translation>曲线图</translation>
        </message>
        <message>
            <source>Picture of the curves (PNG)</source>
            <translation>曲线图（PNG）</translation>
        </message>
        <message>
            <source>Picture of the curves (PNG).</source>
            <translation>曲线图（PNG）。</translation>
        </message>
        <message>
            <source>Picture size that a cnn sees.</source>
            <translation>CNN 所见的图片大小。</translation>
        </message>
        <message>
            <source>Pictures per second in which faces are found and followed.</source>
            <translation>每秒完成人脸检测和跟踪的画面数。</translation>
        </message>
        <message>
            <source>Pictures per second that the source gives.</source>
            <translation>来源每秒提供的画面数。</translation>
        </message>
        <message>
            <source>Pictures that were not analysed because the computer was too slow.</source>
            <translation>因计算机太慢而未分析的画面。</translation>
        </message>
        <message>
            <source>Play a file</source>
            <translation>播放文件</translation>
        </message>
        <message>
            <source>Play or pause</source>
            <translation>播放或暂停</translation>
        </message>
        <message>
            <source>Play slower</source>
            <translation>减慢播放</translation>
        </message>
        <message>
            <source>Play, then play faster</source>
            <translation>播放，再按则加快</translation>
        </message>
        <message>
            <source>Playhead: the moment shown in the video</source>
            <translation>播放头：视频中显示的时刻</translation>
        </message>
        <message>
            <source>Pre&amp;vious marker</source>
            <translation>上一个标记(&amp;V)</translation>
        </message>
        <message>
            <source>Pre-train</source>
            <translation>预训练</translation>
        </message>
        <message>
            <source>Pre-training %1</source>
            <translation>正在预训练 %1</translation>
        </message>
        <message>
            <source>Pre-training run whose weights are gone on from.</source>
            <translation>以其权重继续训练的预训练运行。</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>数值精度</translation>
        </message>
        <message>
            <source>Prepare</source>
            <translation>准备</translation>
        </message>
        <message>
            <source>Prepare a data set first (step 1), or choose another folder.</source>
            <translation>请先准备数据集（步骤 1），或选择其他文件夹。</translation>
        </message>
        <message>
            <source>Prepared data sets: folders with a manifest.parquet.</source>
            <translation>已准备的数据集：含 manifest.parquet 的文件夹。</translation>
        </message>
        <message>
            <source>Preparing %1</source>
            <translation>正在准备 %1</translation>
        </message>
        <message>
            <source>Press the new keys</source>
            <translation>请按下新的按键</translation>
        </message>
        <message>
            <source>Previous picture</source>
            <translation>上一帧</translation>
        </message>
        <message>
            <source>Probability of a mirrored clip.</source>
            <translation>片段镜像翻转的概率。</translation>
        </message>
        <message>
            <source>Probability of an erased rectangle.</source>
            <translation>擦除一个矩形的概率。</translation>
        </message>
        <message>
            <source>Probability of block artefacts as of a video codec.</source>
            <translation>出现类似视频编码块效应的概率。</translation>
        </message>
        <message>
            <source>Processes that crop videos and check pictures.</source>
            <translation>裁剪视频和检查图片的进程数。</translation>
        </message>
        <message>
            <source>Processes that read clips</source>
            <translation>读取片段的进程数</translation>
        </message>
        <message>
            <source>Processes that read clips; 0: read between steps.</source>
            <translation>读取片段的进程数；0：在各步之间读取。</translation>
        </message>
        <message>
            <source>Program MIT; its weights are for non-commercial research only</source>
            <translation>程序采用 MIT 许可；其权重仅限非商业研究使用</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>进度</translation>
        </message>
        <message>
            <source>Put the command line that does the same into the clipboard</source>
            <translation>将执行相同操作的命令行复制到剪贴板</translation>
        </message>
        <message>
            <source>Put the picture with its boxes on the clipboard</source>
            <translation>将带有人脸框的画面复制到剪贴板</translation>
        </message>
        <message>
            <source>Put the table of the person on the clipboard, for a spreadsheet</source>
            <translation>将该人物的表格复制到剪贴板，供电子表格使用</translation>
        </message>
        <message>
            <source>Python %1, Qt %2, on %3</source>
            <translation>Python %1，Qt %2，运行于 %3</translation>
        </message>
        <message>
            <source>RAVDESS: speech of 24 actors, 8 emotions, 6 folds by actor.</source>
            <translation>RAVDESS：24 名演员的语音视频，8 种情绪，按演员分 6 折。</translation>
        </message>
        <message>
            <source>Range (none is chosen)</source>
            <translation>区间（未选择）</translation>
        </message>
        <message>
            <source>Range begins here</source>
            <translation>区间从此处开始</translation>
        </message>
        <message>
            <source>Range ends here</source>
            <translation>区间在此处结束</translation>
        </message>
        <message>
            <source>Range is the &amp;baseline</source>
            <translation>以区间为基线(&amp;B)</translation>
        </message>
        <message>
            <source>Range, %1 to %2</source>
            <translation>区间，%1 至 %2</translation>
        </message>
        <message>
            <source>Rank of the adapters.</source>
            <translation>适配器的秩。</translation>
        </message>
        <message>
            <source>Rate as the camera has it</source>
            <translation>摄像头默认帧率</translation>
        </message>
        <message>
            <source>Re&amp;name person…</source>
            <translation>重命名人物(&amp;N)…</translation>
        </message>
        <message>
            <source>Read a&amp;gain</source>
            <translation>重新读取(&amp;G)</translation>
        </message>
        <message>
            <source>Reading %1</source>
            <translation>正在读取 %1</translation>
        </message>
        <message>
            <source>Reading models</source>
            <translation>正在读取模型</translation>
        </message>
        <message>
            <source>Reading models…</source>
            <translation>正在读取模型…</translation>
        </message>
        <message>
            <source>Reading the file…</source>
            <translation>正在读取文件…</translation>
        </message>
        <message>
            <source>Recent</source>
            <translation>最近打开</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>训练方案</translation>
        </message>
        <message>
            <source>Recompute blocks in the backward pass: less memory, more time.</source>
            <translation>反向传播时重新计算各块：内存更少，用时更多。</translation>
        </message>
        <message>
            <source>Reconstructions</source>
            <translation>重建</translation>
        </message>
        <message>
            <source>Record video, scores and markers into a folder</source>
            <translation>将视频、得分和标记录制到文件夹</translation>
        </message>
        <message>
            <source>Recorded</source>
            <translation>已录制</translation>
        </message>
        <message numerus="yes">
            <source>Recording saved, rows: %n</source>
            <translation>
                <numerusform>录制已保存，行数：%n</numerusform>
            </translation>
        </message>
        <message>
            <source>Recordings</source>
            <translation>录制</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Remove %1 from this computer? Its files are deleted; results that were made with it stay.</source>
            <translation>要从此计算机中移除 %1 吗？其文件将被删除；用它得出的结果会保留。</translation>
        </message>
        <message>
            <source>Remove mark&amp;er</source>
            <translation>移除标记(&amp;E)</translation>
        </message>
        <message>
            <source>Remove marker</source>
            <translation>移除标记</translation>
        </message>
        <message>
            <source>Remove model</source>
            <translation>移除模型</translation>
        </message>
        <message>
            <source>Remove…</source>
            <translation>移除…</translation>
        </message>
        <message>
            <source>Removing %1</source>
            <translation>正在移除 %1</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Rename marker</source>
            <translation>重命名标记</translation>
        </message>
        <message>
            <source>Reset all</source>
            <translation>全部重置</translation>
        </message>
        <message>
            <source>Result tables; xlsx is for spreadsheets such as Excel, and beside csv or parquet, from which a result is opened again.</source>
            <translation>结果表格；xlsx 供 Excel 等电子表格软件使用，须与 csv 或 parquet 一起输出，再次打开结果时读取的是后两者。</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Results are in %1</source>
            <translation>结果位于 %1</translation>
        </message>
        <message>
            <source>Resume goes on with it.</source>
            <translation>点击“继续”可接着进行。</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>运行中</translation>
        </message>
        <message>
            <source>Running work</source>
            <translation>正在进行的任务</translation>
        </message>
        <message>
            <source>Runs the model</source>
            <translation>模型运行引擎</translation>
        </message>
        <message>
            <source>S&amp;plit here</source>
            <translation>在此拆分(&amp;P)</translation>
        </message>
        <message>
            <source>SD</source>
            <translation>标准差</translation>
        </message>
        <message>
            <source>SVFAP %1</source>
            <translation>SVFAP %1</translation>
        </message>
        <message>
            <source>Sa&amp;ve settings as…</source>
            <translation>设置另存为(&amp;V)…</translation>
        </message>
        <message>
            <source>Save and end for now; Resume goes on</source>
            <translation>保存并暂时结束；点击“继续”可接着进行</translation>
        </message>
        <message>
            <source>Save settings</source>
            <translation>保存设置</translation>
        </message>
        <message>
            <source>Saving is tried again.</source>
            <translation>将自动重试保存。</translation>
        </message>
        <message>
            <source>Saving names and markers</source>
            <translation>正在保存姓名和标记</translation>
        </message>
        <message>
            <source>Saving the list of the batch</source>
            <translation>正在保存批处理列表</translation>
        </message>
        <message>
            <source>Saving the work on %1</source>
            <translation>正在保存对 %1 所做的工作</translation>
        </message>
        <message>
            <source>Score dimensions as so many levels too: AVCAffe has 5.</source>
            <translation>同时按此等级数评定维度：AVCAffe 为 5。</translation>
        </message>
        <message>
            <source>Score faces with this model from now on</source>
            <translation>从现在起用此模型为人脸评分</translation>
        </message>
        <message>
            <source>Scores affect in faces on video with SVFAP, a self-supervised video transformer (Sun et al., IEEE Transactions on Affective Computing, 2024). Licence: %1.</source>
            <translation>使用自监督视频 Transformer SVFAP（Sun 等，IEEE Transactions on Affective Computing，2024）为视频中人脸的情感表现评分。许可：%1。</translation>
        </message>
        <message>
            <source>Scores describe expressions, not what people feel, mean or will do. They depend on the model, on the picture and on the people it has learned from. Judge no one by them.</source>
            <translation>得分描述的是面部表情，而不是人的真实感受、意图或将来的行为。得分取决于模型、画面以及模型训练时所见的人群。请勿据此评判任何人。</translation>
        </message>
        <message>
            <source>Scores go on with the next picture.</source>
            <translation>得分将从下一帧画面继续。</translation>
        </message>
        <message>
            <source>Scores that cannot be trusted, as of low quality</source>
            <translation>不可信的得分，例如质量过低</translation>
        </message>
        <message>
            <source>Se&amp;ttings</source>
            <translation>设置(&amp;T)</translation>
        </message>
        <message>
            <source>Seconds between detections; faces are followed in between.</source>
            <translation>两次检测之间的秒数，其间进行跟踪。</translation>
        </message>
        <message>
            <source>Seconds between result rows; rows stand on exact multiples.</source>
            <translation>结果行之间的秒数；各行位于其整数倍时刻。</translation>
        </message>
        <message>
            <source>Seconds of video analysed in a second; 1 is real time</source>
            <translation>每秒分析的视频秒数；1 表示实时</translation>
        </message>
        <message>
            <source>Seconds that a window covers; frames are span_s / frames apart (16 frames at stride 4 of 25 fps: 2.56 s).</source>
            <translation>窗口覆盖的秒数；帧间隔为 span_s / frames（25 帧/秒、步长 4 的 16 帧：2.56 秒）。</translation>
        </message>
        <message>
            <source>Sections</source>
            <translation>分区</translation>
        </message>
        <message>
            <source>See who shows what, and when</source>
            <translation>查看谁在何时有何表情</translation>
        </message>
        <message>
            <source>Send scores and markers to other programs by Lab Streaming Layer</source>
            <translation>通过 Lab Streaming Layer 将得分和标记发送给其他程序</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Settings loaded</source>
            <translation>设置已载入</translation>
        </message>
        <message>
            <source>Settings saved</source>
            <translation>设置已保存</translation>
        </message>
        <message>
            <source>Settings that go together; change any of them</source>
            <translation>成套的设置；可任意修改</translation>
        </message>
        <message>
            <source>Share for validation</source>
            <translation>验证集比例</translation>
        </message>
        <message>
            <source>Share given to other labels.</source>
            <translation>分配给其他标签的比例。</translation>
        </message>
        <message>
            <source>Share of all steps with a rising rate.</source>
            <translation>学习率上升阶段占全部步数的比例。</translation>
        </message>
        <message>
            <source>Share of places that are hidden in all slices.</source>
            <translation>在所有切片中被遮挡的位置的比例。</translation>
        </message>
        <message>
            <source>Share of the area shown, from least to most, at a random place and aspect (the reference: 0.08 to 1); none: only the three spreads above.</source>
            <translation>以随机位置和宽高比显示的面积比例，从最小到最大（参考代码：0.08 至 1）；无：仅使用上述三种变化范围。</translation>
        </message>
        <message>
            <source>Share of the loss that follows them.</source>
            <translation>跟随教师的损失所占的比例。</translation>
        </message>
        <message>
            <source>Share of the patches that TPSBT sees in the first step; rises evenly to all of them in the last.</source>
            <translation>TPSBT 在第一步所见图像块的比例；到最后一步均匀升至全部。</translation>
        </message>
        <message>
            <source>Share of the time in which this emotion was the strongest</source>
            <translation>该情绪最强的时间所占比例</translation>
        </message>
        <message>
            <source>Share of the training part to choose the model by, where the data set has no validation part; whole subjects where they are known.</source>
            <translation>数据集没有验证部分时，从训练部分划出用于选择模型的比例；已知被试时按整个被试划分。</translation>
        </message>
        <message>
            <source>Shortcut</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>Show all of the video</source>
            <translation>显示整个视频</translation>
        </message>
        <message>
            <source>Show faces in a grid, or a list with times</source>
            <translation>以网格显示面孔，或以列表显示时长</translation>
        </message>
        <message>
            <source>Show fi&amp;le</source>
            <translation>显示文件(&amp;L)</translation>
        </message>
        <message>
            <source>Show hidden persons</source>
            <translation>显示隐藏的人物</translation>
        </message>
        <message>
            <source>Show in &amp;folder</source>
            <translation>在文件夹中显示(&amp;F)</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
        <message>
            <source>Show less of the video</source>
            <translation>显示更短的一段视频</translation>
        </message>
        <message>
            <source>Show more of the video</source>
            <translation>显示更长的一段视频</translation>
        </message>
        <message>
            <source>Show person</source>
            <translation>显示人物</translation>
        </message>
        <message>
            <source>Show the &amp;folder</source>
            <translation>显示文件夹(&amp;F)</translation>
        </message>
        <message>
            <source>Show the defaults of all sections; nothing is kept before OK or Apply</source>
            <translation>显示所有分区的默认值；点击“确定”或“应用”之前不会保存</translation>
        </message>
        <message>
            <source>Show the picture as in a mirror; what is recorded stays as it is</source>
            <translation>像照镜子一样显示画面；录制内容保持原样</translation>
        </message>
        <message>
            <source>Show where the video of this result is</source>
            <translation>指出此结果的视频所在位置</translation>
        </message>
        <message>
            <source>Side of the crops in pixels.</source>
            <translation>裁剪图的边长，单位为像素。</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Size as the camera has it</source>
            <translation>摄像头默认尺寸</translation>
        </message>
        <message>
            <source>Size of TPSBT: base, small or tiny.</source>
            <translation>TPSBT 的规模：base、small 或 tiny。</translation>
        </message>
        <message>
            <source>Size of the network: base, small or tiny.</source>
            <translation>网络的规模：base、small 或 tiny。</translation>
        </message>
        <message>
            <source>Slo&amp;wer</source>
            <translation>减慢(&amp;W)</translation>
        </message>
        <message>
            <source>Smallest face</source>
            <translation>最小人脸</translation>
        </message>
        <message>
            <source>Smallest face, the shorter side of its box in pixels.</source>
            <translation>最小人脸，即边框短边的像素数。</translation>
        </message>
        <message>
            <source>Softens both sides.</source>
            <translation>使双方的分布都更平缓。</translation>
        </message>
        <message>
            <source>Solid: a learned score; hollow: derived from the emotions</source>
            <translation>实心：学习所得的得分；空心：由情绪推导</translation>
        </message>
        <message>
            <source>Something here is not right</source>
            <translation>此处有误</translation>
        </message>
        <message>
            <source>Something is being done to %1 now.</source>
            <translation>%1 正在被处理。</translation>
        </message>
        <message>
            <source>Something went wrong that should not have</source>
            <translation>发生了不应出现的问题</translation>
        </message>
        <message>
            <source>Sort</source>
            <translation>排序</translation>
        </message>
        <message>
            <source>Sort by &amp;name</source>
            <translation>按姓名排序(&amp;N)</translation>
        </message>
        <message>
            <source>Sort by &amp;time on screen</source>
            <translation>按在画面中的时长排序(&amp;T)</translation>
        </message>
        <message>
            <source>Sort by first &amp;appearance</source>
            <translation>按首次出现排序(&amp;A)</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>速度</translation>
        </message>
        <message>
            <source>Speed of playing (J slower, L faster, K normal)</source>
            <translation>播放速度（J 减慢，L 加快，K 正常）</translation>
        </message>
        <message>
            <source>Split</source>
            <translation>拆分</translation>
        </message>
        <message>
            <source>Spread of a slope of light.</source>
            <translation>光照渐变的变化范围。</translation>
        </message>
        <message>
            <source>Spread of an added grey value.</source>
            <translation>附加灰度值的变化范围。</translation>
        </message>
        <message>
            <source>Spread of its angle.</source>
            <translation>角度的变化范围。</translation>
        </message>
        <message>
            <source>Spread of its place, in crop widths.</source>
            <translation>位置的变化范围，以裁剪宽度计。</translation>
        </message>
        <message>
            <source>Spread of the contrast, as a ratio.</source>
            <translation>对比度的变化范围，以比率计。</translation>
        </message>
        <message>
            <source>Spread of the crop's size, as a ratio.</source>
            <translation>裁剪大小的变化范围，以比率计。</translation>
        </message>
        <message>
            <source>Standard deviation</source>
            <translation>标准差</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>Start and end of the baseline, in seconds or as mm:ss or hh:mm:ss: tables then compare each person with their own scores in this time (z-scores).</source>
            <translation>基线的起止时间，以秒、mm:ss 或 hh:mm:ss 表示：表格会将每个人与其在这段时间内的得分进行比较（z 分数）。</translation>
        </message>
        <message>
            <source>Start or stop the analysis</source>
            <translation>开始或停止分析</translation>
        </message>
        <message>
            <source>Start what the form says</source>
            <translation>按表单开始</translation>
        </message>
        <message>
            <source>Started from</source>
            <translation>起始模型</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>State of the batch</source>
            <translation>批处理状态</translation>
        </message>
        <message>
            <source>Statistics</source>
            <translation>统计</translation>
        </message>
        <message>
            <source>Statistics &amp;of the range</source>
            <translation>区间的统计(&amp;O)</translation>
        </message>
        <message>
            <source>Steps between checkpoints that a resumed run starts from.</source>
            <translation>相邻检查点之间的步数，恢复运行时从检查点开始。</translation>
        </message>
        <message>
            <source>Still at work: %1. Quit anyway? What is being written may be lost.</source>
            <translation>仍在进行：%1。仍要退出吗？正在写入的内容可能会丢失。</translation>
        </message>
        <message>
            <source>Still closing</source>
            <translation>仍在关闭</translation>
        </message>
        <message>
            <source>Still running, and can go on without the window</source>
            <translation>仍在运行，关闭窗口后可继续</translation>
        </message>
        <message>
            <source>Still running, and stopped when you close</source>
            <translation>仍在运行，关闭后将停止</translation>
        </message>
        <message>
            <source>Stochastic depth of the last block.</source>
            <translation>最后一块的随机深度。</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Stop &amp;early</source>
            <translation>提前停止(&amp;E)</translation>
        </message>
        <message>
            <source>Stop and close</source>
            <translation>停止并关闭</translation>
        </message>
        <message>
            <source>Stop early keeps the model.</source>
            <translation>提前停止会保留模型。</translation>
        </message>
        <message>
            <source>Stop: %1</source>
            <translation>停止：%1</translation>
        </message>
        <message>
            <source>Stop; finished files stay, the one at work waits again</source>
            <translation>停止；已完成的文件保留，正在处理的文件重新等待</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>正在停止…</translation>
        </message>
        <message>
            <source>Strongest emotion, in its colour</source>
            <translation>最强的情绪，以其颜色表示</translation>
        </message>
        <message>
            <source>Summary</source>
            <translation>汇总</translation>
        </message>
        <message>
            <source>Summary: one row per person, with means and times (CSV).</source>
            <translation>汇总：每人一行，含平均值和时长（CSV）。</translation>
        </message>
        <message>
            <source>Table of the markers (CSV)</source>
            <translation>标记表格（CSV）</translation>
        </message>
        <message>
            <source>Table, compact (Parquet)</source>
            <translation>表格，紧凑格式（Parquet）</translation>
        </message>
        <message>
            <source>Table, for spreadsheets (Excel)</source>
            <translation>表格，供电子表格软件使用（Excel）</translation>
        </message>
        <message>
            <source>Table, for statistics programs (CSV)</source>
            <translation>表格，供统计软件使用（CSV）</translation>
        </message>
        <message>
            <source>Tables</source>
            <translation>表格</translation>
        </message>
        <message>
            <source>Take the chosen files out of the list; no file is deleted</source>
            <translation>从列表中移除所选文件；不会删除任何文件</translation>
        </message>
        <message>
            <source>Take the chosen marker away</source>
            <translation>移除所选标记</translation>
        </message>
        <message>
            <source>Take the settings of analyses from a file; folders and language stay</source>
            <translation>从文件读取分析设置；文件夹和语言保持不变</translation>
        </message>
        <message>
            <source>Teach a model with your own clips</source>
            <translation>用您自己的片段训练模型</translation>
        </message>
        <message>
            <source>Teaches a network the classes or dimensions of your labels. Begin with the model that comes along, or with a run of your own.</source>
            <translation>教网络学习您的标签中的类别或维度。可从内置模型或您自己的运行开始。</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试集</translation>
        </message>
        <message>
            <source>Test fold, for data sets judged by cross-validation.</source>
            <translation>测试折，用于以交叉验证评估的数据集。</translation>
        </message>
        <message>
            <source>The SCRFD weights are installed</source>
            <translation>SCRFD 权重已安装</translation>
        </message>
        <message>
            <source>The app goes on, and files that were finished are safe. If something no longer reacts, close the app and start it again. To report the fault, copy the details; nothing is sent by itself.</source>
            <translation>应用会继续运行，已完成的文件不受影响。如果某个部分不再响应，请关闭应用后重新启动。如需报告此问题，请复制详细信息；应用不会自动发送任何内容。</translation>
        </message>
        <message>
            <source>The baseline holds too few rows to compare with: choose a longer one.</source>
            <translation>基线包含的行数太少，无法比较：请选择更长的区间。</translation>
        </message>
        <message>
            <source>The batch cannot run: %1</source>
            <translation>批处理无法运行：%1</translation>
        </message>
        <message>
            <source>The coarsest numbers allowed, where they are faster. half: 16 bits; int8: 8 bits in the linear layers, on a CPU. Probabilities then differ by some thousandths, rarely by hundredths. auto: half on CUDA, else float32.</source>
            <translation>允许使用的最粗精度，仅在更快时采用。half：16 位；int8：CPU 上线性层用 8 位。概率会相差千分之几，偶尔百分之几。auto：CUDA 上用 half，否则用 float32。</translation>
        </message>
        <message>
            <source>The detector of insightface's model packs.</source>
            <translation>insightface 模型包中的检测器。</translation>
        </message>
        <message>
            <source>The fine-tuned run</source>
            <translation>微调后的运行</translation>
        </message>
        <message>
            <source>The model %1 is in Models now</source>
            <translation>模型 %1 已在“模型”中</translation>
        </message>
        <message>
            <source>The model is being loaded.</source>
            <translation>正在加载模型。</translation>
        </message>
        <message>
            <source>The model scores each window with its mirror image too and gives their mean, for twice the time.</source>
            <translation>模型对每个窗口及其镜像分别评分并取平均值，耗时加倍。</translation>
        </message>
        <message>
            <source>The model that scores the faces.</source>
            <translation>为人脸评分的模型。</translation>
        </message>
        <message>
            <source>The name %1 was not given</source>
            <translation>未能设置名字“%1”</translation>
        </message>
        <message>
            <source>The new analysis does not show this person.</source>
            <translation>新的分析中没有此人。</translation>
        </message>
        <message>
            <source>The newest scores and where they were in the last 10 s.
Derived dimensions are computed from the emotions and say nothing beyond them; learned ones are scores of their own.</source>
            <translation>最新得分及其最近 10 秒的轨迹。
推导的维度由情绪计算得出，不含情绪之外的信息；学习所得的维度则是独立的得分。</translation>
        </message>
        <message>
            <source>The one marked keeps its name and baseline:</source>
            <translation>选中的人物保留其姓名和基线：</translation>
        </message>
        <message>
            <source>The person whose scores are shown; a click on a face does the same</source>
            <translation>显示其得分的人物；点击人脸也可选择</translation>
        </message>
        <message>
            <source>The run was chosen by this part: expect less on new clips.</source>
            <translation>模型是依据该部分选出的：在新片段上的结果会低一些。</translation>
        </message>
        <message>
            <source>The small detector of OpenCV's model zoo.</source>
            <translation>OpenCV 模型库中的小型检测器。</translation>
        </message>
        <message>
            <source>The video of this result was not found.</source>
            <translation>未找到此结果的视频。</translation>
        </message>
        <message>
            <source>The video of this result was not found. Show where it is: Find video…</source>
            <translation>未找到此结果的视频。请指出其位置：查找视频…</translation>
        </message>
        <message>
            <source>The video, with its place below the folder that was added</source>
            <translation>视频，以及它在所添加文件夹中的位置</translation>
        </message>
        <message>
            <source>The weights of insightface may be used for non-commercial research only. Nobody may use them in a product, a paid service or other commercial work.

They are downloaded from github.com/deepinsight/insightface (15 MB) and stay on this computer. No picture and nothing about you is sent.

Do you accept this licence?</source>
            <translation>insightface 的权重仅可用于非商业研究。任何人不得将其用于产品、付费服务或其他商业用途。

权重将从 github.com/deepinsight/insightface 下载（15 MB），并保留在此计算机上。不会发送任何画面，也不会发送关于您的任何信息。

您是否接受此许可？</translation>
        </message>
        <message>
            <source>The work on %1 is not saved.</source>
            <translation>对 %1 所做的工作尚未保存。</translation>
        </message>
        <message>
            <source>The work on %1 is saved on this computer only.</source>
            <translation>对 %1 所做的工作仅保存在本机。</translation>
        </message>
        <message>
            <source>The work on %1: %2</source>
            <translation>对 %1 所做的工作：%2</translation>
        </message>
        <message>
            <source>Their magnitude, 10 the strongest.</source>
            <translation>其强度，10 为最强。</translation>
        </message>
        <message>
            <source>Their runs, of which the averaged networks are taken; several of them teach the mean of their answers.</source>
            <translation>教师所在的运行，采用其平均后的网络；多个教师时以其回答的平均值为准。</translation>
        </message>
        <message>
            <source>Their scale, divided by the rank.</source>
            <translation>其缩放系数，除以秩。</translation>
        </message>
        <message>
            <source>There is a model %1 already: choose another name.</source>
            <translation>已有模型 %1：请另选名称。</translation>
        </message>
        <message>
            <source>There is a model of this name: choose another.</source>
            <translation>已有同名模型：请另选名称。</translation>
        </message>
        <message>
            <source>They find the faces that a model scores. Nothing is downloaded unasked.</source>
            <translation>它们检测模型要评分的人脸。未经询问不会下载任何内容。</translation>
        </message>
        <message>
            <source>This data has no test part, so the validation part is proposed. The run was chosen by it: the figures are better than on new clips.</source>
            <translation>该数据没有测试集，因此建议使用验证集。模型是依据验证集选出的，所得指标会优于在新片段上的结果。</translation>
        </message>
        <message>
            <source>This person is the same as another</source>
            <translation>此人与另一人物为同一人</translation>
        </message>
        <message>
            <source>This run was not evaluated yet: see step 4.</source>
            <translation>此运行尚未评估：请见步骤 4。</translation>
        </message>
        <message>
            <source>This video cannot be played.</source>
            <translation>无法播放此视频。</translation>
        </message>
        <message>
            <source>Time (seconds, m:ss or h:mm:ss):</source>
            <translation>时间（秒、m:ss 或 h:mm:ss）：</translation>
        </message>
        <message>
            <source>Time between detections</source>
            <translation>检测间隔</translation>
        </message>
        <message>
            <source>Time between rows</source>
            <translation>各行的时间间隔</translation>
        </message>
        <message>
            <source>Time from a picture's capture to the end of its analysis, in milliseconds.</source>
            <translation>从采集画面到完成分析的时间，单位为毫秒。</translation>
        </message>
        <message>
            <source>Time in the source</source>
            <translation>来源中的时间</translation>
        </message>
        <message>
            <source>Time in the video</source>
            <translation>视频中的时间</translation>
        </message>
        <message>
            <source>Time left</source>
            <translation>剩余时间</translation>
        </message>
        <message>
            <source>Time since the first picture of the source</source>
            <translation>自来源第一帧画面起的时间</translation>
        </message>
        <message>
            <source>Time since the first picture, and length</source>
            <translation>自第一帧起的时间和总时长</translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>时间轴</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>To the end</source>
            <translation>到结尾</translation>
        </message>
        <message>
            <source>To the start</source>
            <translation>到开头</translation>
        </message>
        <message>
            <source>Too steady there to compare: %1.</source>
            <translation>该区间内变化太小，无法比较：%1。</translation>
        </message>
        <message>
            <source>Train</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Trained at</source>
            <translation>训练设置</translation>
        </message>
        <message>
            <source>Trained on</source>
            <translation>训练数据</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>训练集</translation>
        </message>
        <message>
            <source>Training runs</source>
            <translation>训练运行</translation>
        </message>
        <message>
            <source>Try &amp;failed again</source>
            <translation>重试失败的文件(&amp;F)</translation>
        </message>
        <message>
            <source>Try a sample video</source>
            <translation>试用示例视频</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Trying again…</source>
            <translation>正在重试…</translation>
        </message>
        <message>
            <source>Under which it may be used.</source>
            <translation>其使用所依据的许可。</translation>
        </message>
        <message>
            <source>Unexpected error</source>
            <translation>意外错误</translation>
        </message>
        <message>
            <source>Up and down choose the person, Page Up and Page Down move the view, Alt with left and right goes from marker to marker; Enter changes a marker.</source>
            <translation>上下方向键选择人物，Page Up 和 Page Down 移动视图，Alt 加左右方向键在标记之间移动；Enter 更改标记。</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>使用</translation>
        </message>
        <message>
            <source>Use a camera</source>
            <translation>使用摄像头</translation>
        </message>
        <message>
            <source>Use a detector's model file (.onnx) that lies on this computer</source>
            <translation>使用此计算机上已有的检测器模型文件（.onnx）</translation>
        </message>
        <message>
            <source>Use a model file (.onnx) that lies on this computer</source>
            <translation>使用此计算机上已有的模型文件（.onnx）</translation>
        </message>
        <message>
            <source>Use lower-case letters and digits, and . _ - between them.</source>
            <translation>请使用小写字母和数字，中间可用 . _ -。</translation>
        </message>
        <message>
            <source>Use this model</source>
            <translation>使用此模型</translation>
        </message>
        <message>
            <source>Use this model or detector from now on</source>
            <translation>从现在起使用此模型或检测器</translation>
        </message>
        <message>
            <source>Use validation</source>
            <translation>使用验证集</translation>
        </message>
        <message>
            <source>Valence and arousal</source>
            <translation>效价与唤醒度</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>验证集</translation>
        </message>
        <message>
            <source>Values by a sigmoid on their range, not by a line.</source>
            <translation>数值用其范围上的 sigmoid 得出，而非线性输出。</translation>
        </message>
        <message>
            <source>Verify</source>
            <translation>校验</translation>
        </message>
        <message>
            <source>Verifying %1</source>
            <translation>正在校验 %1</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>版本</translation>
        </message>
        <message>
            <source>Versions and licences</source>
            <translation>版本和许可</translation>
        </message>
        <message>
            <source>Video stream</source>
            <translation>视频流</translation>
        </message>
        <message>
            <source>Video with faces and scores drawn in.</source>
            <translation>绘有人脸框和得分的视频。</translation>
        </message>
        <message>
            <source>Video with faces, scores and its sound (MP4)</source>
            <translation>带人脸框、得分和原声的视频（MP4）</translation>
        </message>
        <message>
            <source>Video with scores</source>
            <translation>带得分的视频</translation>
        </message>
        <message>
            <source>Videos</source>
            <translation>视频</translation>
        </message>
        <message>
            <source>Videos and images</source>
            <translation>视频和图片</translation>
        </message>
        <message>
            <source>Videos without labels</source>
            <translation>无标签的视频</translation>
        </message>
        <message>
            <source>VoxCeleb2: no labels, for masked pre-training.</source>
            <translation>VoxCeleb2：无标签，用于掩码预训练。</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等待</translation>
        </message>
        <message>
            <source>Waiting for the source…</source>
            <translation>正在等待来源…</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>Warnings and errors</source>
            <translation>警告和错误</translation>
        </message>
        <message>
            <source>Watch a camera of this computer</source>
            <translation>观看本机的摄像头</translation>
        </message>
        <message>
            <source>Watch a camera, a stream or a video</source>
            <translation>观看摄像头、视频流或视频</translation>
        </message>
        <message>
            <source>Watch a network stream (URL)</source>
            <translation>观看网络流（URL）</translation>
        </message>
        <message>
            <source>Watch a source as it plays</source>
            <translation>实时观看来源</translation>
        </message>
        <message>
            <source>Watch a video file as if it were live</source>
            <translation>像实时来源一样观看视频文件</translation>
        </message>
        <message>
            <source>Watching… %1 s</source>
            <translation>正在观察… %1 秒</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>Werewolf-XL: valence, arousal and dominance, 5 folds by session.</source>
            <translation>Werewolf-XL：效价、唤醒度和支配度，按场次分 5 折。</translation>
        </message>
        <message>
            <source>What</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>What SVFAP does, and what it does not</source>
            <translation>SVFAP 能做什么，不能做什么</translation>
        </message>
        <message>
            <source>What do you want to analyse?</source>
            <translation>您想分析什么？</translation>
        </message>
        <message>
            <source>What finds the faces; insightface and yunet need files of your own.</source>
            <translation>用什么检测人脸；insightface 和 YuNet 需要您自备文件。</translation>
        </message>
        <message>
            <source>What is being done right now</source>
            <translation>当前正在进行的工作</translation>
        </message>
        <message>
            <source>What is done in the background, and how to stop it</source>
            <translation>后台正在进行的任务，以及如何停止</translation>
        </message>
        <message>
            <source>What is learned from: see step 1</source>
            <translation>学习所用的数据：见步骤 1</translation>
        </message>
        <message>
            <source>What is made</source>
            <translation>生成的内容</translation>
        </message>
        <message>
            <source>What is offered here is done with all of them.</source>
            <translation>此处的操作会应用于所有选中的文件。</translation>
        </message>
        <message>
            <source>What is shown of the run</source>
            <translation>显示运行的哪些内容</translation>
        </message>
        <message>
            <source>What is written for each file, and where</source>
            <translation>为每个文件写入什么，写到哪里</translation>
        </message>
        <message>
            <source>What people call it; left open: its name.</source>
            <translation>显示给用户的名称；留空：使用其名称。</translation>
        </message>
        <message>
            <source>What runs the model; auto takes what was fastest on this computer, measured once.</source>
            <translation>运行模型的引擎；“自动”采用本机上最快的一种（只测量一次）。</translation>
        </message>
        <message>
            <source>What scores faces, and what finds them</source>
            <translation>用什么为人脸评分，用什么检测人脸</translation>
        </message>
        <message>
            <source>What separates the columns of CSV files; semicolon for a spreadsheet in a country of decimal commas.</source>
            <translation>CSV 文件各列之间的分隔符；在以逗号作小数点的国家，电子表格软件需要分号。</translation>
        </message>
        <message>
            <source>What the app has noted</source>
            <translation>应用的运行记录</translation>
        </message>
        <message>
            <source>What the app is for, consent and the law</source>
            <translation>应用的用途、知情同意与法律</translation>
        </message>
        <message>
            <source>What the data set is to be called</source>
            <translation>数据集的名称</translation>
        </message>
        <message>
            <source>What the hatches and marks of the timeline mean</source>
            <translation>时间轴上各种底纹和标志的含义</translation>
        </message>
        <message>
            <source>What the next markers are called; without a name they are numbered</source>
            <translation>后续标记的名称；未命名则按编号</translation>
        </message>
        <message>
            <source>What the persons are sorted by</source>
            <translation>人物的排序依据</translation>
        </message>
        <message>
            <source>What the run is to be called</source>
            <translation>运行的名称</translation>
        </message>
        <message>
            <source>What to learn; empty: the classes and dimensions of the data set.</source>
            <translation>学习的目标；留空：数据集的类别和维度。</translation>
        </message>
        <message>
            <source>What to watch: a camera, a stream or a file</source>
            <translation>观看的内容：摄像头、网络流或文件</translation>
        </message>
        <message>
            <source>What was analysed, by which method, and what was left out</source>
            <translation>分析了什么、用什么方法，以及略去了什么</translation>
        </message>
        <message>
            <source>What you change now holds from the next start on.</source>
            <translation>现在的更改从下一次开始起生效。</translation>
        </message>
        <message>
            <source>When a stretch of video is scored, and which scores are marked as doubtful.</source>
            <translation>何时为一段视频评分，以及哪些得分被标记为存疑。</translation>
        </message>
        <message>
            <source>Where analyses of files go.</source>
            <translation>文件分析结果的存放位置。</translation>
        </message>
        <message>
            <source>Where live recordings go.</source>
            <translation>实时录制的存放位置。</translation>
        </message>
        <message>
            <source>Where the clips are now</source>
            <translation>片段当前所在位置</translation>
        </message>
        <message>
            <source>Where the encoder starts: a run, a model (folder or name) or a published .pth; left open: from nothing.</source>
            <translation>编码器的起点：一次运行、一个模型（文件夹或名称）或公开发布的 .pth；留空：从零开始。</translation>
        </message>
        <message>
            <source>Where the five points (eyes, nose, mouth corners) lie in the crop, as fractions of its size.</source>
            <translation>五个关键点（双眼、鼻、嘴角）在裁剪图中的位置，以占其大小的比例表示。</translation>
        </message>
        <message>
            <source>Where the model computes; auto takes the best available. A missing one is an error.</source>
            <translation>模型在何处计算；自动会选择最好的可用设备。指定的设备不存在时会报错。</translation>
        </message>
        <message>
            <source>Where the model really computes, and with which software.</source>
            <translation>模型实际运行的设备和所用软件。</translation>
        </message>
        <message>
            <source>Where to</source>
            <translation>保存到</translation>
        </message>
        <message>
            <source>Where to start in a video, in seconds or as mm:ss or hh:mm:ss; by default at its first frame. Times in results remain those of the whole video.</source>
            <translation>从视频的何处开始，以秒、mm:ss 或 hh:mm:ss 表示；默认从第一帧开始。结果中的时间仍以整个视频为准。</translation>
        </message>
        <message>
            <source>Where to stop in a video, in seconds or as mm:ss or hh:mm:ss; by default after its last frame.</source>
            <translation>在视频的何处停止，以秒、mm:ss 或 hh:mm:ss 表示；默认到最后一帧为止。</translation>
        </message>
        <message>
            <source>Where training runs and their data go.</source>
            <translation>训练运行及其数据的存放位置。</translation>
        </message>
        <message>
            <source>Which &amp;curves</source>
            <translation>显示哪些曲线(&amp;C)</translation>
        </message>
        <message>
            <source>Which curves are drawn, and how</source>
            <translation>绘制哪些曲线以及如何绘制</translation>
        </message>
        <message>
            <source>Which faces</source>
            <translation>哪些人脸</translation>
        </message>
        <message>
            <source>Which files an analysis leaves; a description of the analysis is always there.</source>
            <translation>分析会生成哪些文件；分析说明文件始终会生成。</translation>
        </message>
        <message>
            <source>Which of a file's video streams, counted from 0; by default the one that players show.</source>
            <translation>文件中的第几个视频流，从 0 开始计数；默认为播放器所显示的那个。</translation>
        </message>
        <message>
            <source>Which time</source>
            <translation>哪段时间</translation>
        </message>
        <message>
            <source>Whole film</source>
            <translation>整个影片</translation>
        </message>
        <message>
            <source>Whole video</source>
            <translation>整个视频</translation>
        </message>
        <message>
            <source>Width of the decoder; left open: the size's own.</source>
            <translation>解码器的宽度；留空：采用该规模的默认值。</translation>
        </message>
        <message>
            <source>Will be replaced: %1</source>
            <translation>将被替换：%1</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Windows</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Windows drawn from each clip in an epoch.</source>
            <translation>每轮从每个片段抽取的窗口数。</translation>
        </message>
        <message>
            <source>Windows in the summary</source>
            <translation>汇总所用的窗口</translation>
        </message>
        <message>
            <source>Windows of a clip</source>
            <translation>每个片段的窗口数</translation>
        </message>
        <message>
            <source>Windows of each clip; left open: enough to cover it.</source>
            <translation>每个片段的窗口数；留空：足以覆盖整个片段。</translation>
        </message>
        <message>
            <source>Windows per clip</source>
            <translation>每个片段的窗口数</translation>
        </message>
        <message>
            <source>Windows scored together</source>
            <translation>同时评分的窗口数</translation>
        </message>
        <message>
            <source>Windows scored together; live analysis always uses 1.</source>
            <translation>同时评分的窗口数；实时分析始终为 1。</translation>
        </message>
        <message>
            <source>Windows whose scores a summary averages: all trusted ones (cover), or the first and the last, as published figures have it (paper).</source>
            <translation>汇总时取哪些窗口的得分求平均：所有可信窗口（cover），或只取首尾两个，与已发表的结果一致（paper）。</translation>
        </message>
        <message>
            <source>Works offline, with %1</source>
            <translation>可离线使用，采用 %1</translation>
        </message>
        <message>
            <source>Write seconds, m:ss or h:mm:ss, with decimals if you like.</source>
            <translation>请输入秒数、m:ss 或 h:mm:ss，可带小数。</translation>
        </message>
        <message>
            <source>Write tables, pictures, a video</source>
            <translation>写入表格、图片和视频</translation>
        </message>
        <message>
            <source>Write the network as ONNX too, checked against this one.</source>
            <translation>同时将网络写为 ONNX，并与当前网络核对。</translation>
        </message>
        <message>
            <source>Write the settings of analyses to a file, for svfap-annotate too</source>
            <translation>把分析设置写入文件，svfap-annotate 也能使用</translation>
        </message>
        <message>
            <source>Your models</source>
            <translation>您的模型</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>缩小</translation>
        </message>
        <message>
            <source>a description of the analysis</source>
            <translation>分析说明</translation>
        </message>
        <message>
            <source>a file, %1</source>
            <translation>文件，%1</translation>
        </message>
        <message>
            <source>a folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>a picture of the curves</source>
            <translation>曲线图</translation>
        </message>
        <message>
            <source>a summary</source>
            <translation>汇总表</translation>
        </message>
        <message>
            <source>a table (%1)</source>
            <translation>表格（%1）</translation>
        </message>
        <message>
            <source>accumulate</source>
            <translation>累积次数</translation>
        </message>
        <message>
            <source>accuracy (WAR)</source>
            <translation>准确率（WAR）</translation>
        </message>
        <message>
            <source>activity (%1)</source>
            <translation>任务 (%1)</translation>
        </message>
        <message>
            <source>adamw</source>
            <translation>adamw</translation>
        </message>
        <message>
            <source>agreeableness</source>
            <translation>宜人性</translation>
        </message>
        <message>
            <source>agreement with raters %1 (CCC)</source>
            <translation>与评分者的一致性 %1（CCC）</translation>
        </message>
        <message>
            <source>all</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>all weights, only the head on a fixed encoder, or low-rank adapters.</source>
            <translation>训练全部权重、仅训练固定编码器上的输出头，或低秩适配器。</translation>
        </message>
        <message>
            <source>all, largest, or the N largest faces.</source>
            <translation>全部、最大的一张，或最大的 N 张人脸。</translation>
        </message>
        <message>
            <source>alpha</source>
            <translation>alpha</translation>
        </message>
        <message>
            <source>analysis</source>
            <translation>分析</translation>
        </message>
        <message>
            <source>analysis %1/s</source>
            <translation>分析 %1/秒</translation>
        </message>
        <message>
            <source>anger</source>
            <translation>愤怒</translation>
        </message>
        <message>
            <source>angry</source>
            <translation>愤怒</translation>
        </message>
        <message>
            <source>answer</source>
            <translation>回答</translation>
        </message>
        <message>
            <source>arousal</source>
            <translation>唤醒度</translation>
        </message>
        <message>
            <source>augment</source>
            <translation>数据增强</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>balance</source>
            <translation>类别平衡</translation>
        </message>
        <message>
            <source>baseline</source>
            <translation>基线</translation>
        </message>
        <message>
            <source>batch size</source>
            <translation>批大小</translation>
        </message>
        <message>
            <source>being checked…</source>
            <translation>正在检查…</translation>
        </message>
        <message>
            <source>being measured…</source>
            <translation>正在测量…</translation>
        </message>
        <message>
            <source>being tried…</source>
            <translation>正在试用…</translation>
        </message>
        <message>
            <source>betas</source>
            <translation>beta 系数</translation>
        </message>
        <message>
            <source>bf16-mixed</source>
            <translation>bf16-mixed</translation>
        </message>
        <message>
            <source>blur</source>
            <translation>模糊</translation>
        </message>
        <message>
            <source>bounded</source>
            <translation>限定范围</translation>
        </message>
        <message>
            <source>brightness</source>
            <translation>亮度</translation>
        </message>
        <message>
            <source>calm</source>
            <translation>平静</translation>
        </message>
        <message>
            <source>capture %1 fps</source>
            <translation>采集 %1 帧/秒</translation>
        </message>
        <message>
            <source>ccc</source>
            <translation>ccc</translation>
        </message>
        <message>
            <source>checkpoint every steps</source>
            <translation>检查点间隔步数</translation>
        </message>
        <message>
            <source>classes</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>classes: one label per clip, shares of raters where there is none; shares: shares of raters; values: dimensions.</source>
            <translation>类别：每个片段一个标签，没有标签时用评分者占比；占比：评分者占比；数值：维度。</translation>
        </message>
        <message>
            <source>clip</source>
            <translation>片段</translation>
        </message>
        <message>
            <source>clip norm</source>
            <translation>梯度裁剪范数</translation>
        </message>
        <message>
            <source>clip: the whole TPSBT; still: its first stage on motionless clips; cnn: a small convolutional teacher on single pictures.</source>
            <translation>片段：完整的 TPSBT；静态：其第一阶段，用于无运动的片段；cnn：处理单张图片的小型卷积教师网络。</translation>
        </message>
        <message>
            <source>clips</source>
            <translation>片段</translation>
        </message>
        <message>
            <source>cnn</source>
            <translation>cnn</translation>
        </message>
        <message>
            <source>cnn size px</source>
            <translation>CNN 图片大小</translation>
        </message>
        <message>
            <source>colour</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>comma</source>
            <translation>逗号</translation>
        </message>
        <message>
            <source>compat</source>
            <translation>兼容模式</translation>
        </message>
        <message>
            <source>compile</source>
            <translation>编译</translation>
        </message>
        <message>
            <source>compiled</source>
            <translation>编译</translation>
        </message>
        <message>
            <source>compress</source>
            <translation>压缩伪影</translation>
        </message>
        <message>
            <source>compute</source>
            <translation>计算</translation>
        </message>
        <message>
            <source>conscientiousness</source>
            <translation>尽责性</translation>
        </message>
        <message>
            <source>contempt</source>
            <translation>轻蔑</translation>
        </message>
        <message>
            <source>contrast</source>
            <translation>对比度</translation>
        </message>
        <message>
            <source>cover</source>
            <translation>覆盖</translation>
        </message>
        <message>
            <source>cover: windows over the whole clip; paper: head and tail by frame index, as the reference code.</source>
            <translation>覆盖：窗口覆盖整个片段；论文：如参考代码按帧序号取首尾。</translation>
        </message>
        <message>
            <source>crop scale</source>
            <translation>裁剪比例</translation>
        </message>
        <message>
            <source>cross_entropy</source>
            <translation>交叉熵</translation>
        </message>
        <message>
            <source>csv bom</source>
            <translation>CSV 字节顺序标记</translation>
        </message>
        <message>
            <source>csv decimal</source>
            <translation>CSV 小数点</translation>
        </message>
        <message>
            <source>csv delimiter</source>
            <translation>CSV 分隔符</translation>
        </message>
        <message>
            <source>curves</source>
            <translation>曲线</translation>
        </message>
        <message>
            <source>cutmix</source>
            <translation>cutmix</translation>
        </message>
        <message>
            <source>data</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>data set</source>
            <translation>数据集</translation>
        </message>
        <message>
            <source>decoder depth</source>
            <translation>解码器深度</translation>
        </message>
        <message>
            <source>decoder dim</source>
            <translation>解码器宽度</translation>
        </message>
        <message>
            <source>decoder heads</source>
            <translation>解码器注意力头数</translation>
        </message>
        <message>
            <source>decoding</source>
            <translation>解码</translation>
        </message>
        <message>
            <source>derived</source>
            <translation>推导</translation>
        </message>
        <message>
            <source>detect every s</source>
            <translation>检测间隔（秒）</translation>
        </message>
        <message>
            <source>detector</source>
            <translation>检测器</translation>
        </message>
        <message>
            <source>detector file</source>
            <translation>检测器文件</translation>
        </message>
        <message>
            <source>device</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>disgust</source>
            <translation>厌恶</translation>
        </message>
        <message>
            <source>dominance</source>
            <translation>支配度</translation>
        </message>
        <message>
            <source>done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>drop path</source>
            <translation>随机深度</translation>
        </message>
        <message>
            <source>dropout</source>
            <translation>dropout</translation>
        </message>
        <message>
            <source>eNTERFACE'05: 6 emotions, 5 folds by subject.</source>
            <translation>eNTERFACE'05：6 种情绪，按被试分 5 折。</translation>
        </message>
        <message>
            <source>eaf</source>
            <translation>ELAN 标注</translation>
        </message>
        <message>
            <source>ema decay</source>
            <translation>平均权重衰减</translation>
        </message>
        <message>
            <source>encoder features</source>
            <translation>编码器特征</translation>
        </message>
        <message>
            <source>end s</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>ending with what it has…</source>
            <translation>正在以目前所得结束…</translation>
        </message>
        <message>
            <source>epoch</source>
            <translation>轮次</translation>
        </message>
        <message>
            <source>epoch %1 of %2</source>
            <translation>第 %1 轮，共 %2 轮</translation>
        </message>
        <message>
            <source>epochs</source>
            <translation>轮数</translation>
        </message>
        <message>
            <source>erase</source>
            <translation>擦除</translation>
        </message>
        <message>
            <source>evaluated</source>
            <translation>已评估</translation>
        </message>
        <message>
            <source>evaluating</source>
            <translation>正在评估</translation>
        </message>
        <message>
            <source>evaluating failed</source>
            <translation>评估失败</translation>
        </message>
        <message>
            <source>evaluating was interrupted</source>
            <translation>评估中断</translation>
        </message>
        <message>
            <source>every face</source>
            <translation>所有人脸</translation>
        </message>
        <message>
            <source>excited</source>
            <translation>激动</translation>
        </message>
        <message>
            <source>exported</source>
            <translation>已导出</translation>
        </message>
        <message>
            <source>exporting</source>
            <translation>正在导出</translation>
        </message>
        <message>
            <source>exporting failed</source>
            <translation>导出失败</translation>
        </message>
        <message>
            <source>exporting was interrupted</source>
            <translation>导出中断</translation>
        </message>
        <message>
            <source>extraversion</source>
            <translation>外向性</translation>
        </message>
        <message>
            <source>face too small, blurred or turned away</source>
            <translation>人脸太小、模糊或转开</translation>
        </message>
        <message>
            <source>faces</source>
            <translation>人脸</translation>
        </message>
        <message>
            <source>fear</source>
            <translation>恐惧</translation>
        </message>
        <message>
            <source>features</source>
            <translation>特征</translation>
        </message>
        <message>
            <source>final lr</source>
            <translation>最终学习率</translation>
        </message>
        <message>
            <source>fine-tuned</source>
            <translation>已微调</translation>
        </message>
        <message>
            <source>fine-tuned, stopped early</source>
            <translation>已微调，提前停止</translation>
        </message>
        <message>
            <source>fine-tuning</source>
            <translation>正在微调</translation>
        </message>
        <message>
            <source>fine-tuning failed</source>
            <translation>微调失败</translation>
        </message>
        <message>
            <source>fine-tuning was interrupted</source>
            <translation>微调中断</translation>
        </message>
        <message>
            <source>finetune</source>
            <translation>微调</translation>
        </message>
        <message>
            <source>flip</source>
            <translation>镜像</translation>
        </message>
        <message>
            <source>float32</source>
            <translation>float32</translation>
        </message>
        <message>
            <source>fold</source>
            <translation>折</translation>
        </message>
        <message>
            <source>frames</source>
            <translation>帧数</translation>
        </message>
        <message>
            <source>gray</source>
            <translation>灰度</translation>
        </message>
        <message>
            <source>gray: luma in all 3 channels.</source>
            <translation>灰度：3 个通道均为亮度。</translation>
        </message>
        <message>
            <source>grey</source>
            <translation>灰度</translation>
        </message>
        <message>
            <source>guessed</source>
            <translation>推测</translation>
        </message>
        <message>
            <source>guessing the mean</source>
            <translation>以均值推测</translation>
        </message>
        <message>
            <source>half</source>
            <translation>半精度</translation>
        </message>
        <message>
            <source>happiness</source>
            <translation>高兴</translation>
        </message>
        <message>
            <source>happy</source>
            <translation>高兴</translation>
        </message>
        <message>
            <source>head</source>
            <translation>输出头</translation>
        </message>
        <message>
            <source>heads</source>
            <translation>输出头</translation>
        </message>
        <message>
            <source>hidden</source>
            <translation>隐藏</translation>
        </message>
        <message>
            <source>hints</source>
            <translation>特征提示</translation>
        </message>
        <message>
            <source>hop s</source>
            <translation>行间隔</translation>
        </message>
        <message>
            <source>image rate fps</source>
            <translation>图片帧率</translation>
        </message>
        <message>
            <source>init</source>
            <translation>起点</translation>
        </message>
        <message>
            <source>int8</source>
            <translation>int8</translation>
        </message>
        <message>
            <source>keep s</source>
            <translation>编号保留时间</translation>
        </message>
        <message>
            <source>kind</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>label smoothing</source>
            <translation>标签平滑</translation>
        </message>
        <message>
            <source>lag %1 ms</source>
            <translation>延迟 %1 毫秒</translation>
        </message>
        <message>
            <source>language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>largest</source>
            <translation>最大的一张</translation>
        </message>
        <message>
            <source>layer decay</source>
            <translation>逐层衰减</translation>
        </message>
        <message>
            <source>learned</source>
            <translation>学习所得</translation>
        </message>
        <message>
            <source>levels</source>
            <translation>等级数</translation>
        </message>
        <message>
            <source>licence</source>
            <translation>许可</translation>
        </message>
        <message>
            <source>lora</source>
            <translation>低秩适配</translation>
        </message>
        <message>
            <source>loss</source>
            <translation>损失</translation>
        </message>
        <message>
            <source>lr</source>
            <translation>学习率</translation>
        </message>
        <message>
            <source>manifests</source>
            <translation>数据清单</translation>
        </message>
        <message>
            <source>margin</source>
            <translation>边距</translation>
        </message>
        <message>
            <source>mask ratio</source>
            <translation>遮挡比例</translation>
        </message>
        <message>
            <source>max gap s</source>
            <translation>最长间断</translation>
        </message>
        <message>
            <source>mean</source>
            <translation>均值</translation>
        </message>
        <message>
            <source>mean recall (UAR)</source>
            <translation>平均召回率（UAR）</translation>
        </message>
        <message>
            <source>mean z</source>
            <translation>平均 z</translation>
        </message>
        <message>
            <source>min quality</source>
            <translation>最低质量</translation>
        </message>
        <message>
            <source>min score</source>
            <translation>最低得分</translation>
        </message>
        <message>
            <source>min size px</source>
            <translation>最小人脸</translation>
        </message>
        <message>
            <source>mirrored</source>
            <translation>镜像平均</translation>
        </message>
        <message>
            <source>mixup</source>
            <translation>mixup</translation>
        </message>
        <message>
            <source>model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>mse</source>
            <translation>均方误差</translation>
        </message>
        <message>
            <source>mse+ccc</source>
            <translation>均方误差+ccc</translation>
        </message>
        <message>
            <source>muon</source>
            <translation>muon</translation>
        </message>
        <message>
            <source>muon: for matrices of blocks; AdamW else.</source>
            <translation>muon：用于各块的矩阵；其余用 AdamW。</translation>
        </message>
        <message>
            <source>n = %1</source>
            <translation>n = %1</translation>
        </message>
        <message>
            <source>name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>names</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>neuroticism</source>
            <translation>神经质</translation>
        </message>
        <message>
            <source>neutral</source>
            <translation>中性</translation>
        </message>
        <message>
            <source>never measured</source>
            <translation>从未测量</translation>
        </message>
        <message>
            <source>noise</source>
            <translation>噪声</translation>
        </message>
        <message>
            <source>not done yet</source>
            <translation>尚未完成</translation>
        </message>
        <message>
            <source>not in sight</source>
            <translation>不在画面中</translation>
        </message>
        <message>
            <source>not measured yet: Verify does it</source>
            <translation>尚未测量：点击“校验”进行测量</translation>
        </message>
        <message>
            <source>not usable</source>
            <translation>不可用</translation>
        </message>
        <message>
            <source>not verified since the start</source>
            <translation>启动后尚未校验</translation>
        </message>
        <message>
            <source>now</source>
            <translation>当前</translation>
        </message>
        <message>
            <source>now z</source>
            <translation>当前 z</translation>
        </message>
        <message>
            <source>onnx</source>
            <translation>ONNX</translation>
        </message>
        <message>
            <source>openness</source>
            <translation>开放性</translation>
        </message>
        <message>
            <source>openvino</source>
            <translation>OpenVINO</translation>
        </message>
        <message>
            <source>optimizer</source>
            <translation>优化器</translation>
        </message>
        <message>
            <source>out of sight in between</source>
            <translation>其间离开画面</translation>
        </message>
        <message>
            <source>outputs</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>overlay</source>
            <translation>叠加视频</translation>
        </message>
        <message>
            <source>paper</source>
            <translation>论文</translation>
        </message>
        <message>
            <source>patch keep</source>
            <translation>保留图像块</translation>
        </message>
        <message>
            <source>path</source>
            <translation>运动路径</translation>
        </message>
        <message>
            <source>patience</source>
            <translation>耐心轮数</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>persons</source>
            <translation>人物</translation>
        </message>
        <message>
            <source>picture</source>
            <translation>画面</translation>
        </message>
        <message>
            <source>pictures of the faces</source>
            <translation>人脸图片</translation>
        </message>
        <message>
            <source>pleasant</source>
            <translation>愉快</translation>
        </message>
        <message>
            <source>point</source>
            <translation>点</translation>
        </message>
        <message>
            <source>pre-trained</source>
            <translation>已预训练</translation>
        </message>
        <message>
            <source>pre-trained, stopped early</source>
            <translation>已预训练，提前停止</translation>
        </message>
        <message>
            <source>pre-training</source>
            <translation>正在预训练</translation>
        </message>
        <message>
            <source>pre-training failed</source>
            <translation>预训练失败</translation>
        </message>
        <message>
            <source>pre-training was interrupted</source>
            <translation>预训练中断</translation>
        </message>
        <message>
            <source>precision</source>
            <translation>精度</translation>
        </message>
        <message>
            <source>preparing</source>
            <translation>正在准备</translation>
        </message>
        <message>
            <source>preparing failed</source>
            <translation>准备失败</translation>
        </message>
        <message>
            <source>preparing was interrupted</source>
            <translation>准备中断</translation>
        </message>
        <message>
            <source>pretrain</source>
            <translation>预训练</translation>
        </message>
        <message>
            <source>probability</source>
            <translation>概率</translation>
        </message>
        <message>
            <source>protocol</source>
            <translation>方案</translation>
        </message>
        <message>
            <source>rand augment</source>
            <translation>RandAugment 操作数</translation>
        </message>
        <message>
            <source>rand magnitude</source>
            <translation>RandAugment 强度</translation>
        </message>
        <message>
            <source>rank</source>
            <translation>秩</translation>
        </message>
        <message>
            <source>recipe</source>
            <translation>训练方案</translation>
        </message>
        <message>
            <source>recompute</source>
            <translation>重新计算</translation>
        </message>
        <message>
            <source>recordings folder</source>
            <translation>录制文件夹</translation>
        </message>
        <message>
            <source>results folder</source>
            <translation>结果文件夹</translation>
        </message>
        <message>
            <source>rgb</source>
            <translation>RGB</translation>
        </message>
        <message>
            <source>rotation deg</source>
            <translation>旋转</translation>
        </message>
        <message>
            <source>runs</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>runs folder</source>
            <translation>训练文件夹</translation>
        </message>
        <message>
            <source>runtime</source>
            <translation>运行引擎</translation>
        </message>
        <message>
            <source>sad</source>
            <translation>悲伤</translation>
        </message>
        <message>
            <source>sadness</source>
            <translation>悲伤</translation>
        </message>
        <message>
            <source>sampling</source>
            <translation>采样方式</translation>
        </message>
        <message>
            <source>saving, to go on later…</source>
            <translation>正在保存，以便稍后继续…</translation>
        </message>
        <message>
            <source>scale</source>
            <translation>缩放</translation>
        </message>
        <message>
            <source>score, %1 to %2</source>
            <translation>得分，%1 至 %2</translation>
        </message>
        <message>
            <source>seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <source>seen</source>
            <translation>可见</translation>
        </message>
        <message>
            <source>seen for less than a whole window</source>
            <translation>出现时间不足一个完整窗口</translation>
        </message>
        <message>
            <source>seen too briefly to be scored</source>
            <translation>出现时间太短，无法评分</translation>
        </message>
        <message>
            <source>semicolon</source>
            <translation>分号</translation>
        </message>
        <message>
            <source>shards</source>
            <translation>分包</translation>
        </message>
        <message>
            <source>share</source>
            <translation>份额</translation>
        </message>
        <message>
            <source>shares</source>
            <translation>占比</translation>
        </message>
        <message>
            <source>sharpen</source>
            <translation>锐化</translation>
        </message>
        <message>
            <source>shift</source>
            <translation>平移</translation>
        </message>
        <message>
            <source>side light</source>
            <translation>侧光</translation>
        </message>
        <message>
            <source>single steps</source>
            <translation>单步</translation>
        </message>
        <message>
            <source>size</source>
            <translation>规模</translation>
        </message>
        <message>
            <source>size px</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>smoothed for display</source>
            <translation>已平滑（仅显示）</translation>
        </message>
        <message>
            <source>span s</source>
            <translation>窗口时长</translation>
        </message>
        <message>
            <source>split</source>
            <translation>划分</translation>
        </message>
        <message>
            <source>stalled</source>
            <translation>停滞</translation>
        </message>
        <message>
            <source>start s</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>std</source>
            <translation>标准差</translation>
        </message>
        <message>
            <source>step</source>
            <translation>步</translation>
        </message>
        <message>
            <source>step %1 of %2</source>
            <translation>第 %1 步，共 %2 步</translation>
        </message>
        <message>
            <source>still</source>
            <translation>静态</translation>
        </message>
        <message>
            <source>stride</source>
            <translation>步长</translation>
        </message>
        <message>
            <source>strongest</source>
            <translation>最强</translation>
        </message>
        <message>
            <source>summary</source>
            <translation>汇总</translation>
        </message>
        <message>
            <source>surprise</source>
            <translation>惊讶</translation>
        </message>
        <message>
            <source>system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>tab</source>
            <translation>制表符</translation>
        </message>
        <message>
            <source>tables</source>
            <translation>表格</translation>
        </message>
        <message>
            <source>teacher</source>
            <translation>教师</translation>
        </message>
        <message>
            <source>temperature</source>
            <translation>温度</translation>
        </message>
        <message>
            <source>template</source>
            <translation>对齐模板</translation>
        </message>
        <message>
            <source>test</source>
            <translation>测试</translation>
        </message>
        <message>
            <source>the video with scores drawn in</source>
            <translation>绘有得分的视频</translation>
        </message>
        <message>
            <source>time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>timm name of a cnn.</source>
            <translation>CNN 的 timm 名称。</translation>
        </message>
        <message>
            <source>title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>too few frames in the window</source>
            <translation>窗口内的帧太少</translation>
        </message>
        <message>
            <source>torch</source>
            <translation>PyTorch</translation>
        </message>
        <message>
            <source>tracker</source>
            <translation>跟踪</translation>
        </message>
        <message>
            <source>train</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>training</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>trusted</source>
            <translation>可信</translation>
        </message>
        <message>
            <source>truth</source>
            <translation>真实</translation>
        </message>
        <message>
            <source>unpleasant</source>
            <translation>不愉快</translation>
        </message>
        <message>
            <source>val</source>
            <translation>验证</translation>
        </message>
        <message>
            <source>val share</source>
            <translation>验证比例</translation>
        </message>
        <message>
            <source>valence</source>
            <translation>效价</translation>
        </message>
        <message>
            <source>validation</source>
            <translation>验证</translation>
        </message>
        <message>
            <source>values</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>verified: whole, and scores a test window</source>
            <translation>已校验：文件完整，并能为测试窗口评分</translation>
        </message>
        <message>
            <source>video stream</source>
            <translation>视频流</translation>
        </message>
        <message>
            <source>warmup</source>
            <translation>预热</translation>
        </message>
        <message>
            <source>weight</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>weight decay</source>
            <translation>权重衰减</translation>
        </message>
        <message>
            <source>weighted F1</source>
            <translation>加权 F1</translation>
        </message>
        <message>
            <source>whiten</source>
            <translation>白化</translation>
        </message>
        <message>
            <source>windows</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>windows per clip</source>
            <translation>每个片段的窗口数</translation>
        </message>
        <message>
            <source>workers</source>
            <translation>进程数</translation>
        </message>
        <message>
            <source>z-scores</source>
            <translation>z 分数</translation>
        </message>
        <message>
            <source>… and %1 more</source>
            <translation>……另有 %1 条</translation>
        </message>
    </context>
</TS>
