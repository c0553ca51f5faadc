pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Letters: for pinyin, for the sounds of a rare character, for English.
Column {
    id: keys

    property bool chinese: true
    property bool rare: false
    property bool bothLanguages: true
    property bool last: false
    property real gap
    property bool upper: false
    readonly property real unit: (width - 9 * gap) / 10
    signal struck(string key)

    spacing: gap

    function wide(units: real): real { return unit * units + gap * (units - 1) }
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
            width: keys.wide(1.5)
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
            repeats: true
            width: keys.wide(1.5)
            onStruck: keys.struck(text)
        }
    }
    Row {
        spacing: keys.gap
        KeyCap {
            text: keys.rare ? "mode-code" : "mode-123"
            face: keys.rare ? qsTr("编码") : "123"
            width: keys.wide(1.5)
            onStruck: keys.struck(text)
        }
        KeyCap {
            text: "shift"
            visible: !keys.chinese && keys.bothLanguages
            face: qsTr("大写")
            strong: keys.upper
            width: keys.wide(1.5)
            onStruck: keys.upper = !keys.upper
        }
        Repeater {
            model: keys.chinese && !keys.rare ? ["，", "·"] : []
            delegate: LetterKey {}
        }
        KeyCap {
            text: "space"
            visible: !keys.rare
            face: qsTr("空格")
            width: keys.wide(keys.chinese ? 3.5 : keys.bothLanguages ? 4 : 5.5)
            onStruck: keys.struck(text)
        }
        Repeater {
            model: keys.rare ? [] : keys.chinese ? ["。"] : ["."]
            delegate: LetterKey {}
        }
        Label {
            visible: keys.rare
            width: keys.wide(6.5)
            height: Theme.key
            text: qsTr("打这个字的读音，或把它拆开打：龙天 longtian 是䶮")
            color: Theme.ink2
            maximumLineCount: 2
            tight: true
            verticalAlignment: Text.AlignVCenter
        }
        KeyCap {
            text: "next"
            face: keys.last ? qsTr("完成") : qsTr("下一项")
            strong: true
            width: keys.wide(2)
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
