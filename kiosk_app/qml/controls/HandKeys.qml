pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Two boxes to write in, one character each: whoever goes on in the other box has finished the first.
Item {
    id: keys

    required property var keyboard
    property bool last: false
    property real gap
    readonly property var hand: keyboard.hand
    readonly property real unit: Math.max(Theme.key, Math.min(Theme.px(190), (width - 3 * gap) * 0.14))
    property int at: 0
    signal struck(string key)

    implicitHeight: 4 * Theme.key + 3 * gap

    function boxAt(index: int): HandBox { return boxes.itemAt(index) as HandBox }
    function wipe(): void {
        for (let i = 0; i < boxes.count; i++)
            boxAt(i)?.ink.clear()
    }
    function undo(): void {
        const box = boxAt(at)
        box.ink.undo()
        if (box.ink.empty)
            hand.clear()
        else
            hand.look(box.ink.strokes(), box.width, box.height)
    }

    Connections {
        target: keys.hand
        function onForgotten(): void { keys.wipe() }
    }
    Repeater {
        id: boxes
        model: 2
        delegate: HandBox {
            required property int index
            objectName: "hand-" + index
            x: index * (width + keys.gap)
            width: (keys.width - 2 * keys.unit - 3 * keys.gap) / 2
            height: keys.height
            hint: index === 0 ? qsTr("一格写一个字") : qsTr("在这一格接着写")
            onBegan: {
                if (keys.at !== index) {
                    keys.boxAt(keys.at).ink.clear()
                    keys.hand.finish()
                    keys.at = index
                }
            }
            onEnded: keys.hand.look(ink.strokes(), width, height)
        }
    }
    Grid {
        x: keys.width - width
        columns: 2
        spacing: keys.gap
        Repeater {
            model: ["undo", "backspace", "again", "·", "mode-123", "mode-en"]
            delegate: HandKey {}
        }
    }
    HandKey {
        modelData: "next"
        x: keys.width - width
        y: 3 * (Theme.key + keys.gap)
    }

    component HandKey: KeyCap {
        required property string modelData
        readonly property var faces: ({
            undo: qsTr("退一笔"), backspace: qsTr("删除"), again: qsTr("重写"), "mode-123": "123", "mode-en": qsTr("中/英"),
            next: keys.last ? qsTr("完成") : qsTr("下一项")
        })
        text: modelData
        face: faces[modelData] ?? modelData
        glyph: modelData === "backspace" ? modelData : ""
        strong: modelData === "next"
        repeats: modelData === "backspace"
        width: modelData === "next" ? 2 * keys.unit + keys.gap : keys.unit
        onStruck: {
            if (modelData === "undo") keys.undo()
            else keys.struck(modelData)
        }
    }
}
