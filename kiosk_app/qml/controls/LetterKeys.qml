pragma ComponentBehavior: Bound

import QtQuick

// Letters for pinyin and English.
Column {
    id: keys

    property bool chinese: true
    property bool bothLanguages: true
    property bool last: false
    property real gap
    property bool upper: false
    readonly property real unit: (width - 9 * gap) / 10
    signal struck(string key)

    spacing: gap

    function give(letter: string): void {
        struck(upper && !chinese ? letter.toUpperCase() : letter)
        upper = false
    }

    Repeater {
        model: ["qwertyuiop", "asdfghjkl"]
        delegate: Row {
            id: line
            required property string modelData
            spacing: keys.gap
            anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
            Repeater {
                model: line.modelData.split("")
                delegate: LetterKey {}
            }
        }
    }
    Row {
        spacing: keys.gap
        anchors.horizontalCenter: parent.horizontalCenter
        KeyCap {
            text: keys.chinese || !keys.bothLanguages ? keys.bothLanguages ? "mode-en" : "shift" : "mode-zh"
            face: text === "shift" ? qsTr("大写") : keys.chinese ? qsTr("中/英") : qsTr("英/中")
            width: keys.unit * 1.5 + keys.gap / 2
            strong: text === "shift" && keys.upper
            onStruck: text === "shift" ? keys.upper = !keys.upper : keys.struck(text)
        }
        Repeater {
            model: "zxcvbnm".split("")
            delegate: LetterKey {}
        }
        KeyCap {
            text: "backspace"
            glyph: "backspace"
            face: qsTr("删除")
            autoRepeat: true
            width: keys.unit * 1.5 + keys.gap / 2
            onStruck: keys.struck(text)
        }
    }
    Row {
        spacing: keys.gap
        KeyCap {
            text: "mode-123"
            face: "123"
            width: keys.unit * 1.5 + keys.gap / 2
            onStruck: keys.struck(text)
        }
        KeyCap {
            text: "shift"
            visible: !keys.chinese && keys.bothLanguages
            face: qsTr("大写")
            strong: keys.upper
            width: keys.unit * 1.5 + keys.gap / 2
            onStruck: keys.upper = !keys.upper
        }
        KeyCap {
            text: "space"
            face: qsTr("空格")
            width: keys.width - keys.unit * (keys.chinese || !keys.bothLanguages ? 3.5 : 5) - keys.gap * (keys.chinese || !keys.bothLanguages ? 3.5 : 5)
            onStruck: keys.struck(text)
        }
        KeyCap {
            text: "next"
            face: keys.last ? qsTr("完成") : qsTr("下一项")
            strong: true
            width: keys.unit * 2 + keys.gap
            onStruck: keys.struck(text)
        }
    }

    component LetterKey: KeyCap {
        required property string modelData
        text: modelData
        face: keys.upper && !keys.chinese ? modelData.toUpperCase() : modelData
        width: keys.unit
        onStruck: keys.give(modelData)
    }
}
