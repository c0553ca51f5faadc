pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Five strokes in the order of writing, as on a telephone.
Item {
    id: keys

    property bool last: false
    property real gap
    readonly property real unit: (width - 3 * gap) / 4
    signal struck(string key)

    implicitHeight: 4 * Theme.key + 3 * gap

    Grid {
        columns: 4
        spacing: keys.gap
        Repeater {
            model: ["1", "2", "3", "backspace", "4", "5", "·", "again", "，", "。", "、", "mode-123"]
            delegate: StrokeKey {}
        }
    }
    Row {
        y: 3 * (Theme.key + keys.gap)
        spacing: keys.gap
        Repeater {
            model: ["mode-en", "space", "next"]
            delegate: StrokeKey {}
        }
    }

    component StrokeKey: KeyCap {
        required property string modelData
        readonly property var faces: ({
            "1": qsTr("一 横"), "2": qsTr("丨 竖"), "3": qsTr("丿 撇"), "4": qsTr("丶 点捺"), "5": qsTr("乛 折"),
            backspace: qsTr("删除"), again: qsTr("重打"), "mode-123": "123", "mode-en": qsTr("中/英"), space: qsTr("空格"),
            next: keys.last ? qsTr("完成") : qsTr("下一项")
        })
        text: modelData
        face: faces[modelData] ?? modelData
        glyph: modelData === "backspace" ? modelData : ""
        strong: modelData === "next"
        repeats: modelData === "backspace"
        width: modelData === "space" ? 2 * keys.unit + keys.gap : keys.unit
        onStruck: keys.struck(modelData)
    }
}
