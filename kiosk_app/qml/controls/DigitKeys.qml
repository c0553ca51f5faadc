pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The digit pad: bare for phone and bank numbers, with X for ID numbers, with a point for amounts, with signs for addresses.
Grid {
    id: pad

    property string layout: "digits"
    property string modeKey: "mode-zh"
    property bool last: false
    property real gap
    readonly property bool full: layout === "full"
    readonly property real unit: (width - (columns - 1) * gap) / columns
    signal struck(string key)

    readonly property var bare: [
        "1", "2", "3", "backspace",
        "4", "5", "6", "clear",
        "7", "8", "9", "",
        layout === "id" ? "X" : layout === "amount" ? "." : "", "0", "", "next"
    ]
    readonly property var rich: [
        "-", "#", "1", "2", "3", "backspace",
        "·", ".", "4", "5", "6", "space",
        "（", "）", "7", "8", "9", modeKey,
        "/", "，", "X", "0", "号", "next"
    ]
    readonly property var names: ({
        backspace: qsTr("删除"), clear: qsTr("清空"), space: qsTr("空格"),
        next: last ? qsTr("完成") : qsTr("下一项"), "mode-zh": qsTr("中文"), "mode-en": "ABC"
    })

    columns: full ? 6 : 4
    spacing: gap

    Repeater {
        model: pad.full ? pad.rich : pad.bare
        delegate: Item {
            id: place
            required property string modelData
            width: pad.unit
            height: Theme.target
            KeyCap {
                objectName: "key-" + (place.modelData === "X" ? "x" : place.modelData)
                visible: place.modelData !== ""
                anchors.fill: parent
                text: place.modelData
                face: pad.names[place.modelData] ?? place.modelData
                glyph: place.modelData === "backspace" ? "backspace" : ""
                strong: place.modelData === "next"
                autoRepeat: place.modelData === "backspace"
                faceSize: Theme.px(Theme.elder ? 52 : 44)
                onStruck: pad.struck(place.modelData)
            }
        }
    }
}
