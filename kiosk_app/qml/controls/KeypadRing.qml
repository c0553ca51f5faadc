pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The glass by keys: what each key does, and the ring around the control that is meant. Two lines, dark and bright: one of
// them stands out on every ground. A finger takes the ring away.
Item {
    id: layer

    required property var keypad
    required property var views
    required property var intents
    // What is being written into; null without a drawn keyboard.
    property Item editor: null
    signal fieldLeft

    readonly property Item target: keypad.target
    readonly property string scene: views.frame.page + views.frame.overlay + views.form.pageText
    readonly property bool english: views.frame.language === "en"
    readonly property real space: Theme.px(6)

    onSceneChanged: keypad.forget()
    onTargetChanged: place()
    onEnglishChanged: keypad.english = english

    function place(): void {
        if (!target)
            return
        const at = target.mapToItem(layer, 0, 0, target.width, target.height)
        if (ring.y !== at.y - space)
            Qt.callLater(keypad.reveal)
        ring.x = at.x - space
        ring.y = at.y - space
        ring.width = at.width + 2 * space
        ring.height = at.height + 2 * space
    }
    // From where one is: out of the drawn keys, out of the field, out of what lies in front; then the page's own way back.
    function back(): void {
        if (keypad.leaveKeys())
            return
        if (editor)
            fieldLeft()
        else if (!["closePaper", "overlayNo", "overlayYes"].some(name => keypad.pressNamed(name))) {
            if (views.voice.open)
                intents.openVoice()
            else
                keypad.pressNamed("goBack")
        }
    }
    function help(): void {
        if (views.frame.overlay !== "" || views.voice.open)
            intents.readAgain()
        else
            intents.openVoice()
    }

    Key { sequences: ["Tab", "Down", "Right"]; onStruck: layer.keypad.next() }
    Key { sequences: ["Shift+Tab", "Up", "Left"]; onStruck: layer.keypad.previous() }
    Key { sequences: ["Return", "Enter", "Select"]; onStruck: layer.keypad.press() }
    Key { sequences: ["Esc", "Back"]; onStruck: layer.back() }
    Key { sequences: ["F1", "Help"]; onStruck: layer.help() }
    Key { sequences: ["Volume Up"]; onStruck: layer.intents.turnVolume(1) }
    Key { sequences: ["Volume Down"]; onStruck: layer.intents.turnVolume(-1) }

    component Key: Shortcut {
        signal struck
        autoRepeat: false
        onActivated: {
            layer.intents.touched()
            if (layer.keypad.admits(String(sequences[0])))
                struck()
        }
    }

    Connections {
        target: layer.keypad
        function onTold(words: string): void { layer.intents.focusControl(words) }
    }
    Connections {
        target: Theme
        function onBrought(field: Item): void { layer.keypad.follow(field) }
    }
    Connections {
        target: layer.editor
        ignoreUnknownSignals: true
        function onTabbed(step: int): void { step > 0 ? layer.keypad.next() : layer.keypad.previous() }
    }
    Connections {
        target: layer.target ? layer.Window.window : null
        function onAfterAnimating(): void { layer.place() }
    }
    PointHandler {
        grabPermissions: PointerHandler.ApprovesTakeOverByAnything
        onActiveChanged: {
            if (!active)
                return
            layer.keypad.forget()
            layer.intents.touched()
            if (layer.views.voice.yields)
                layer.intents.touchGlass()
        }
    }
    Rectangle {
        id: ring
        objectName: "focusRing"
        visible: layer.target !== null
        color: "transparent"
        radius: Theme.radius
        border.width: Theme.px(5)
        border.color: "#14283A"
        Rectangle {
            anchors { fill: parent; margins: Theme.px(5) }
            color: "transparent"
            radius: Theme.radius
            border.width: Theme.px(4)
            border.color: "#FFD84A"
        }
    }
}
