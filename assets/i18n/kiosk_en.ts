<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="zh_CN">
<context>
    <name>BottomBar</name>
    <message>
        <source>挂断</source>
        <translation>Hang up</translation>
    </message>
</context>
<context>
    <name>CallButtons</name>
    <message>
        <source>麦克风：关</source>
        <translation>Mic: off</translation>
    </message>
    <message>
        <source>麦克风：开</source>
        <translation>Mic: on</translation>
    </message>
    <message>
        <source>麦克风：关，点一下打开</source>
        <translation>Mic: off, touch to switch it on</translation>
    </message>
    <message>
        <source>麦克风：开，点一下静音</source>
        <translation>Mic: on, touch to mute</translation>
    </message>
    <message>
        <source>摄像头：关，点一下打开</source>
        <translation>Camera: off, touch to switch it on</translation>
    </message>
    <message>
        <source>摄像头：开，点一下关掉</source>
        <translation>Camera: on, touch to switch it off</translation>
    </message>
    <message>
        <source>背景：看不清</source>
        <translation>Blur: on</translation>
    </message>
    <message>
        <source>背景：看得清</source>
        <translation>Blur: off</translation>
    </message>
    <message>
        <source>背景：看不清，点一下让对方看得清</source>
        <translation>Blur: on, touch to show the background</translation>
    </message>
    <message>
        <source>背景：看得清，点一下让对方看不清</source>
        <translation>Blur: off, touch to hide the background</translation>
    </message>
    <message>
        <source>听不清</source>
        <translation>Can&apos;t hear</translation>
    </message>
    <message>
        <source>听不清对方说话，点一下声音调大，也告诉对方</source>
        <translation>I cannot hear; touch for a louder voice and to tell the official</translation>
    </message>
    <message>
        <source>摄像头：关</source>
        <translation>Camera: off</translation>
    </message>
    <message>
        <source>摄像头：开</source>
        <translation>Camera: on</translation>
    </message>
</context>
<context>
    <name>CandidateBar</name>
    <message>
        <source>回到按键</source>
        <translation>Back to the keys</translation>
    </message>
    <message>
        <source>更多字词</source>
        <translation>More words</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Hide</translation>
    </message>
</context>
<context>
    <name>CardPicture</name>
    <message>
        <source>正在读卡，请别拿开</source>
        <translation>Reading; please leave the card there</translation>
    </message>
</context>
<context>
    <name>CheckPage</name>
    <message>
        <source>材料</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>这件事不用交材料。</source>
        <translation>No papers are needed.</translation>
    </message>
</context>
<context>
    <name>CheckRow</name>
    <message>
        <source>改</source>
        <translation>Edit</translation>
    </message>
    <message>
        <source>改 %1</source>
        <translation>Edit %1</translation>
    </message>
</context>
<context>
    <name>DateDrum</name>
    <message>
        <source>%1 年</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>%1 月</source>
        <translation>Month %1</translation>
    </message>
    <message>
        <source>%1 日</source>
        <translation>Day %1</translation>
    </message>
</context>
<context>
    <name>DateEntry</name>
    <message>
        <source>日期选好了</source>
        <translation>Date chosen</translation>
    </message>
    <message>
        <source>滚轮选日期</source>
        <translation>Choose the date on a drum</translation>
    </message>
</context>
<context>
    <name>DateField</name>
    <message>
        <source>年 - 月 - 日，如 1951-06-14</source>
        <translation>Year - month - day, like 1951-06-14</translation>
    </message>
</context>
<context>
    <name>DigitKeys</name>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>清空</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>空格</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>重打</source>
        <translation>Again</translation>
    </message>
    <message>
        <source>读音</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>下一项</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>中文</source>
        <translation>中文</translation>
    </message>
</context>
<context>
    <name>DonePage</name>
    <message>
        <source>工作人员还在线。先结束通话，再请您评价，对方看不到。</source>
        <translation>The official is still on the line. End the call first; then you may rate, unseen.</translation>
    </message>
</context>
<context>
    <name>EmptyFind</name>
    <message>
        <source>正在找…</source>
        <translation>Searching…</translation>
    </message>
    <message>
        <source>写出事情的名字就行，比如“社保卡”“老人津贴”，也可以只打首字母。</source>
        <translation>Type a name such as &quot;allowance&quot; or &quot;card&quot;; initials of the Chinese name work too.</translation>
    </message>
    <message>
        <source>请工作人员帮我找</source>
        <translation>Ask an official to find it</translation>
    </message>
</context>
<context>
    <name>FindStart</name>
    <message>
        <source>常办</source>
        <translation>Often</translation>
    </message>
    <message>
        <source>这里常问</source>
        <translation>Asked here</translation>
    </message>
</context>
<context>
    <name>GroupCard</name>
    <message>
        <source>填写</source>
        <translation>Fill in</translation>
    </message>
    <message>
        <source>修改</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
</context>
<context>
    <name>GuideCard</name>
    <message>
        <source>办事指南</source>
        <translation>Guide</translation>
    </message>
    <message>
        <source>预计用时</source>
        <translation>Takes about</translation>
    </message>
    <message>
        <source>费用</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>看完整指南</source>
        <translation>The whole guide</translation>
    </message>
    <message>
        <source>自己办</source>
        <translation>Do it myself</translation>
    </message>
    <message>
        <source>请云坐席帮办</source>
        <translation>Do it with an official</translation>
    </message>
</context>
<context>
    <name>GuidePage</name>
    <message>
        <source>谁能办</source>
        <translation>Who may apply</translation>
    </message>
    <message>
        <source>要带什么</source>
        <translation>What to bring</translation>
    </message>
    <message>
        <source>不用带材料</source>
        <translation>Nothing to bring</translation>
    </message>
    <message>
        <source>多久办好</source>
        <translation>Result within</translation>
    </message>
    <message>
        <source>费用</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>现在要花</source>
        <translation>Time now</translation>
    </message>
    <message>
        <source>您会得到</source>
        <translation>You receive</translation>
    </message>
</context>
<context>
    <name>HandKeys</name>
    <message>
        <source>一格写一个字</source>
        <translation>One character in each box</translation>
    </message>
    <message>
        <source>在这一格接着写</source>
        <translation>Go on in this one</translation>
    </message>
    <message>
        <source>退一笔</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>重写</source>
        <translation>Again</translation>
    </message>
    <message>
        <source>中/英</source>
        <translation>中/EN</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>下一项</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>InputField</name>
    <message>
        <source>元</source>
        <translation>yuan</translation>
    </message>
</context>
<context>
    <name>KeeperPage</name>
    <message>
        <source>小声</source>
        <translation>Quieter</translation>
    </message>
    <message>
        <source>大声</source>
        <translation>Louder</translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>打编码，如 20BB7</source>
        <translation>Type the code, such as 20BB7</translation>
    </message>
    <message>
        <source>最多 %1 位，请核对</source>
        <translation>At most %1 digits, please check</translation>
    </message>
    <message>
        <source>最多写 %1 个字，写不下了</source>
        <translation>At most %1 characters; no more fit</translation>
    </message>
</context>
<context>
    <name>LetterKeys</name>
    <message>
        <source>大写</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>中/英</source>
        <translation>中/EN</translation>
    </message>
    <message>
        <source>英/中</source>
        <translation>EN/中</translation>
    </message>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>编码</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>空格</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>打这个字的读音，或把它拆开打：龙天 longtian 是䶮</source>
        <translation>Type its sound, or its parts: longtian (龙天) is 䶮</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>下一项</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>MagnifierTools</name>
    <message>
        <source>看上面</source>
        <translation>Look up</translation>
    </message>
    <message>
        <source>看下面</source>
        <translation>Look down</translation>
    </message>
    <message>
        <source>看左边</source>
        <translation>Look left</translation>
    </message>
    <message>
        <source>看右边</source>
        <translation>Look right</translation>
    </message>
    <message>
        <source>缩小一点</source>
        <translation>Smaller</translation>
    </message>
    <message>
        <source>普通字</source>
        <translation>Standard</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>政务晓屋</source>
        <translation>Gov Kiosk</translation>
    </message>
</context>
<context>
    <name>NineKeys</name>
    <message>
        <source>分开</source>
        <translation>Split</translation>
    </message>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>重打</source>
        <translation>Again</translation>
    </message>
    <message>
        <source>中/英</source>
        <translation>中/EN</translation>
    </message>
    <message>
        <source>空格</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>下一项</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>知道了，收起提示</source>
        <translation>Dismiss this message</translation>
    </message>
</context>
<context>
    <name>OverlayCard</name>
    <message>
        <source>排在您前面</source>
        <translation>Ahead of you</translation>
    </message>
    <message>
        <source>%1 位</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>预计等待</source>
        <translation>Expected wait</translation>
    </message>
</context>
<context>
    <name>OverlayMark</name>
    <message>
        <source>还有 %1 秒</source>
        <translation>%1 seconds left</translation>
    </message>
</context>
<context>
    <name>OwnPicture</name>
    <message>
        <source>摄像头已关，对方看不到您</source>
        <translation>Camera off: the official cannot see you</translation>
    </message>
    <message>
        <source>白框里是对方看到的您</source>
        <translation>In the white frame: you, as the official sees you</translation>
    </message>
    <message>
        <source>麦克风已关，对方听不到您</source>
        <translation>Microphone off; they cannot hear you</translation>
    </message>
    <message>
        <source>对方看不到您</source>
        <translation>Not seen</translation>
    </message>
    <message>
        <source>对方听不到您</source>
        <translation>Not heard</translation>
    </message>
    <message>
        <source>说话这里会动</source>
        <translation>Your voice</translation>
    </message>
</context>
<context>
    <name>PaperLarge</name>
    <message>
        <source>看好了</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>PaperNames</name>
    <message>
        <source>放大看 %1</source>
        <translation>Enlarge: %1</translation>
    </message>
</context>
<context>
    <name>PaperSheet</name>
    <message>
        <source>放大看 %1</source>
        <translation>Enlarge: %1</translation>
    </message>
    <message>
        <source>正在生成要签的文件…</source>
        <translation>Preparing your papers…</translation>
    </message>
    <message>
        <source>点一下放大</source>
        <translation>Touch to enlarge</translation>
    </message>
</context>
<context>
    <name>PaperStage</name>
    <message>
        <source>放大看拍好的材料</source>
        <translation>Enlarge the paper as taken</translation>
    </message>
    <message>
        <source>点一下放大</source>
        <translation>Touch to enlarge</translation>
    </message>
    <message>
        <source>手机扫的二维码</source>
        <translation>The code for your phone</translation>
    </message>
</context>
<context>
    <name>PickField</name>
    <message>
        <source>点这里选</source>
        <translation>Tap here to choose</translation>
    </message>
</context>
<context>
    <name>PickList</name>
    <message>
        <source>找一个答案</source>
        <translation>Find an answer</translation>
    </message>
    <message>
        <source>打名字或首字母</source>
        <translation>Name or initials</translation>
    </message>
</context>
<context>
    <name>RatingCard</name>
    <message>
        <source>这次不评价</source>
        <translation>Skip this time</translation>
    </message>
</context>
<context>
    <name>ReachChip</name>
    <message>
        <source>放低 开</source>
        <translation>Low ✓</translation>
    </message>
    <message>
        <source>放低</source>
        <translation>Lower</translation>
    </message>
    <message>
        <source>把按钮放到下半屏</source>
        <translation>Move all buttons to the lower half</translation>
    </message>
</context>
<context>
    <name>ReachHost</name>
    <message>
        <source>看上面</source>
        <translation>Look up</translation>
    </message>
    <message>
        <source>看下面</source>
        <translation>Look down</translation>
    </message>
</context>
<context>
    <name>ReachShow</name>
    <message>
        <source>政务晓屋</source>
        <translation>Gov Kiosk</translation>
    </message>
    <message>
        <source>按钮都放到下面了，坐着也够得到。</source>
        <translation>All buttons are below now, within reach of somebody who sits.</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>搜事项</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>打名字、拼音或首字母</source>
        <translation>Name, pinyin or initials</translation>
    </message>
    <message>
        <source>正在找…</source>
        <translation>Searching…</translation>
    </message>
    <message>
        <source>清空搜索</source>
        <translation>Clear the search</translation>
    </message>
</context>
<context>
    <name>SeatTile</name>
    <message>
        <source>画面停了一下</source>
        <translation>Picture paused</translation>
    </message>
</context>
<context>
    <name>SignBox</name>
    <message>
        <source>签名框，按确认键画十字</source>
        <translation>Signature pad; OK makes a cross</translation>
    </message>
</context>
<context>
    <name>SignPage</name>
    <message>
        <source>看好了</source>
        <translation>Done reading</translation>
    </message>
    <message>
        <source>承诺都打勾了，再看看</source>
        <translation>All ticked. Look again</translation>
    </message>
    <message>
        <source>打勾以后，在这里签名</source>
        <translation>Tick these, then sign here</translation>
    </message>
    <message>
        <source>请先逐条打勾，再签名</source>
        <translation>Please tick each promise first</translation>
    </message>
    <message>
        <source>请在这个框里签名</source>
        <translation>Please sign in this frame</translation>
    </message>
</context>
<context>
    <name>StepLine</name>
    <message>
        <source>第 %1 步，共 %2 步：%3</source>
        <translation>Step %1 of %2: %3</translation>
    </message>
</context>
<context>
    <name>StoredPage</name>
    <message>
        <source>接下来会发生什么</source>
        <translation>What happens next</translation>
    </message>
</context>
<context>
    <name>StrokeKeys</name>
    <message>
        <source>一 横</source>
        <translation>一 across</translation>
    </message>
    <message>
        <source>丨 竖</source>
        <translation>丨 down</translation>
    </message>
    <message>
        <source>丿 撇</source>
        <translation>丿 left</translation>
    </message>
    <message>
        <source>丶 点捺</source>
        <translation>丶 dot, right</translation>
    </message>
    <message>
        <source>乛 折</source>
        <translation>乛 bent</translation>
    </message>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>重打</source>
        <translation>Again</translation>
    </message>
    <message>
        <source>中/英</source>
        <translation>中/EN</translation>
    </message>
    <message>
        <source>空格</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>下一项</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>TalkKeys</name>
    <message>
        <source>听不清</source>
        <translation>Can&apos;t hear</translation>
    </message>
    <message>
        <source>听不清对方说话，点一下声音调大，也告诉对方</source>
        <translation>I cannot hear; touch for a louder voice and to tell the official</translation>
    </message>
    <message>
        <source>已静音</source>
        <translation>Muted</translation>
    </message>
    <message>
        <source>静音</source>
        <translation>Mute</translation>
    </message>
    <message>
        <source>麦克风：关，点一下打开</source>
        <translation>Mic: off, touch to switch it on</translation>
    </message>
    <message>
        <source>麦克风：开，点一下静音</source>
        <translation>Mic: on, touch to mute</translation>
    </message>
    <message>
        <source>挂断</source>
        <translation>Hang up</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>收起朗读和音量</source>
        <translation>Close reading and volume</translation>
    </message>
    <message>
        <source>朗读和音量</source>
        <translation>Reading and volume</translation>
    </message>
    <message>
        <source>政务晓屋</source>
        <translation>Gov Kiosk</translation>
    </message>
    <message>
        <source>大字</source>
        <translation>Large</translation>
    </message>
    <message>
        <source>普通字</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>再大些</source>
        <translation>Larger</translation>
    </message>
    <message>
        <source>现在字最大，点一下回到普通字</source>
        <translation>Largest letters are on; back to normal</translation>
    </message>
    <message>
        <source>现在是大字，点一下再大些</source>
        <translation>Large letters are on; make them larger</translation>
    </message>
    <message>
        <source>现在是普通字，点一下再大些</source>
        <translation>Letters are normal; make them larger</translation>
    </message>
    <message>
        <source>现在是普通字，点一下换大字</source>
        <translation>Letters are normal; make them large</translation>
    </message>
    <message>
        <source>高对比 开</source>
        <translation>Contrast ✓</translation>
    </message>
    <message>
        <source>高对比</source>
        <translation>Contrast</translation>
    </message>
</context>
<context>
    <name>VoiceCard</name>
    <message>
        <source>朗读和音量</source>
        <translation>Reading and volume</translation>
    </message>
    <message>
        <source>再读一遍</source>
        <translation>Once more</translation>
    </message>
    <message>
        <source>小声</source>
        <translation>Quieter</translation>
    </message>
    <message>
        <source>小声一点</source>
        <translation>A little quieter</translation>
    </message>
    <message>
        <source>大声</source>
        <translation>Louder</translation>
    </message>
    <message>
        <source>大声一点</source>
        <translation>A little louder</translation>
    </message>
</context>
<context>
    <name>WayTabs</name>
    <message>
        <source>拼音</source>
        <translation>Pinyin</translation>
    </message>
    <message>
        <source>九键</source>
        <translation>9 keys</translation>
    </message>
    <message>
        <source>手写</source>
        <translation>Write</translation>
    </message>
    <message>
        <source>笔画</source>
        <translation>Strokes</translation>
    </message>
    <message>
        <source>生僻字</source>
        <translation>Rare</translation>
    </message>
</context>
<context>
    <name>WelcomeCall</name>
    <message>
        <source>云坐席 · 面对面视频帮办</source>
        <translation>Officials on video, face to face</translation>
    </message>
    <message>
        <source>呼叫工作人员</source>
        <translation>Call an official</translation>
    </message>
    <message>
        <source>先问您，您点头才接通</source>
        <translation>We ask first; nothing starts without your yes</translation>
    </message>
    <message>
        <source>对方能看到您填的表，帮您一起改</source>
        <translation>They see your form and mend it with you</translation>
    </message>
    <message>
        <source>不录像，随时可以挂断</source>
        <translation>Not recorded; hang up at any time</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>搜事项</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>常办</source>
        <translation>Often</translation>
    </message>
    <message>
        <source>叫工作人员来帮我</source>
        <translation>Call someone to help me</translation>
    </message>
</context>
<context>
    <name>WelcomeSearch</name>
    <message>
        <source>搜事项</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>搜事项，如“社保卡”或“sbk”</source>
        <translation>Search, e.g. &quot;card&quot; or &quot;sbk&quot;</translation>
    </message>
    <message>
        <source>搜索</source>
        <translation>Search</translation>
    </message>
</context>
</TS>
