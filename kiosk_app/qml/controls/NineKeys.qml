pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Pinyin on nine keys; at the left, what the first keys may be, or punctuation.
Item {
    id: keys

    required property var keyboard
    property bool last: false
    property real gap
    readonly property real unit: (width - 4 * gap) / 5
    readonly property bool choosing: keyboard.choices.length > 0
    signal struck(string key)

    implicitHeight: 4 * Theme.key + 3 * gap

    Flickable {
        id: left
        readonly property var offered: keys.choosing ? keys.keyboard.choices : ["·", "，", "。", "、"]
        width: keys.unit
        height: 3 * Theme.key + 2 * keys.gap
        contentHeight: column.height
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        onOfferedChanged: contentY = 0
        Column {
            id: column
            spacing: keys.gap
            Repeater {
                model: left.offered
                delegate: KeyCap {
                    required property string modelData
                    objectName: "choice-" + modelData
                    text: modelData
                    width: left.width
                    acts: false
                    onClicked: keys.choosing ? keys.keyboard.settle(modelData) : keys.struck(modelData)
                }
            }
        }
    }
    Grid {
        x: keys.unit + keys.gap
        columns: 4
        spacing: keys.gap
        Repeater {
            model: ["'", "2", "3", "backspace", "4", "5", "6", "again", "7", "8", "9", "mode-123"]
            delegate: NineKey {}
        }
    }
    Row {
        y: 3 * (Theme.key + keys.gap)
        spacing: keys.gap
        Repeater {
            model: ["mode-en", "space", "next"]
            delegate: NineKey {}
        }
    }

    component NineKey: KeyCap {
        required property string modelData
        readonly property var faces: ({
            "'": qsTr("分开"), "2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL", "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ",
            backspace: qsTr("删除"), again: qsTr("重打"), "mode-123": "123", "mode-en": qsTr("中/英"), space: qsTr("空格"),
            next: keys.last ? qsTr("完成") : qsTr("下一项")
        })
        text: modelData
        face: faces[modelData]
        glyph: modelData === "backspace" ? modelData : ""
        strong: modelData === "next"
        repeats: modelData === "backspace"
        width: modelData === "space" ? 3 * keys.unit + 2 * keys.gap : keys.unit
        onStruck: keys.struck(modelData)
    }
}
