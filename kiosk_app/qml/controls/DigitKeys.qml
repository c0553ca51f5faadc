pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The digit pad: bare for phone and bank numbers, with X for ID numbers, with a way to letters for any card's number, with a point for amounts, with signs for addresses,
// with letters for the code of a rare character.
Grid {
    id: pad

    property string layout: "digits"
    property string modeKey: "mode-zh"
    property bool last: false
    // Without a key of its own to go on, where the page has its button for that.
    property bool ends: true
    property real gap
    readonly property var wanted: ({ full: rich, code: hex })[layout] ?? bare
    readonly property real unit: (width - (columns - 1) * gap) / columns
    signal struck(string key)

    readonly property var bare: [
        "1", "2", "3", "backspace",
        "4", "5", "6", "clear",
        "7", "8", "9", layout === "card" ? "mode-en" : "",
        layout === "id" || layout === "card" ? "X" : layout === "amount" ? "." : "", "0", "", ends ? "next" : ""
    ]
    readonly property var rich: [
        "#", "-", "1", "2", "3", "号", "栋", "backspace",
        "/", "、", "4", "5", "6", "单元", "楼", "space",
        "，", "。", "7", "8", "9", "室", "村", modeKey,
        "（", "）", "·", "0", "X", "@", ".", "next"
    ]
    readonly property var hex: [
        "1", "2", "3", "A", "B", "backspace",
        "4", "5", "6", "C", "D", "again",
        "7", "8", "9", "E", "F", "mode-rare",
        "", "0", "", "", "", "next"
    ]
    readonly property var names: ({
        backspace: qsTr("删除"), clear: qsTr("清空"), again: qsTr("重打"), "mode-rare": qsTr("读音"), space: qsTr("空格"),
        next: last ? qsTr("完成") : qsTr("下一项"), "mode-zh": qsTr("中文"), "mode-en": "ABC"
    })

    columns: ({ full: 8, code: 6 })[layout] ?? 4
    spacing: gap

    Repeater {
        model: pad.wanted
        delegate: Item {
            id: place
            required property string modelData
            width: pad.unit
            height: Theme.key
            KeyCap {
                objectName: "key-" + (place.modelData === "X" ? "x" : place.modelData)
                visible: place.modelData !== ""
                anchors.fill: parent
                text: place.modelData
                face: pad.names[place.modelData] ?? place.modelData
                glyph: place.modelData === "backspace" ? "backspace" : ""
                strong: place.modelData === "next"
                repeats: place.modelData === "backspace"
                faceSize: Theme.px(Theme.zoomed ? 88 : Theme.elder ? 52 : 44)
                onStruck: pad.struck(place.modelData)
            }
        }
    }
}
