pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Everything on the glass but the keyboard. On, it is drawn larger and seen through a window that a finger, a button or a
// key moves about: twice the standard letters and more, in the layout of the big ones.
Item {
    id: lens

    property bool on: false
    // The size of what is shown, before it is enlarged.
    required property size paper
    required property string page
    required property var editor
    // What asks to be looked at now, a question or a message, and its words.
    required property Item call
    required property string words
    readonly property bool typing: editor !== null
    readonly property real by: on ? Theme.magnified : 1
    property point written // where the field stands that is written in
    property var place: null // where one was before a question came
    default property alias content: scene.data
    signal smaller
    signal plain

    onOnChanged: start()
    onPageChanged: start()
    onHeightChanged: later.restart()
    onEditorChanged: written = Qt.point(-1, -1)
    onCallChanged: attend()
    onWordsChanged: attend()
    Timer { id: later; interval: 0; onTriggered: lens.follow() }
    // While it is laid out, a question's card still grows.
    Timer { id: called; interval: 300 }
    Connections {
        target: lens.on ? lens.editor : null
        ignoreUnknownSignals: true
        function onCursorRectangleChanged(): void { later.restart() }
    }
    Connections {
        target: lens.on ? lens.Window.window : null
        function onAfterAnimating(): void {
            if (called.running && lens.call)
                lens.show(lens.call)
            const at = lens.editor ? lens.editor.mapToItem(scene, 0, 0) : lens.written
            if (at.x !== lens.written.x || at.y !== lens.written.y) {
                lens.written = at
                later.restart()
            }
        }
    }
    Connections {
        target: Theme
        enabled: lens.on
        function onAsked(item: Item): void { lens.show(item) }
    }

    function start(): void {
        place = null
        flick.contentX = 0
        flick.contentY = 0
        attend()
    }
    function attend(): void {
        if (call) {
            place = place ?? Qt.point(flick.contentX, flick.contentY)
            called.restart()
        } else if (place) {
            flick.contentX = place.x
            flick.contentY = place.y
            place = null
        }
    }
    function follow(): void {
        if (!on || !editor)
            return
        show(editor)
        const at = editor.mapToItem(flick.contentItem, editor.cursorRectangle)
        look(at.x, at.y, at.width, at.height)
    }
    function show(item: Item): void {
        const at = item.mapToItem(flick.contentItem, 0, 0, item.width, item.height)
        look(at.x, at.y, at.width, at.height)
    }
    function look(x: real, y: real, width: real, height: real): void {
        flick.contentX = aim(flick.contentX, x, width, flick.width, flick.contentWidth)
        flick.contentY = aim(flick.contentY, y, height, flick.height, flick.contentHeight)
    }
    // Where the window begins so that the piece is in it; of a piece that is too large its beginning.
    function aim(now: real, near: real, size: real, room: real, whole: real): real {
        const rim = Math.max(0, Math.min(Theme.px(40), (room - size) / 2))
        const wanted = size > room || near - rim < now ? near - rim : Math.max(now, near + size + rim - room)
        return Math.max(0, Math.min(whole - room, wanted))
    }
    function move(across: int, down: int): void {
        flick.cancelFlick()
        flick.contentX = Math.max(0, Math.min(flick.contentWidth - flick.width, flick.contentX + across * 0.6 * flick.width))
        flick.contentY = Math.max(0, Math.min(flick.contentHeight - flick.height, flick.contentY + down * 0.6 * flick.height))
    }

    Rectangle {
        anchors.fill: parent
        visible: lens.on
        color: Theme.paper
    }
    Flickable {
        id: flick
        objectName: "magnifier"
        width: parent.width
        height: parent.height - (tools.visible ? tools.height : 0)
        contentWidth: lens.paper.width * lens.by
        contentHeight: lens.paper.height * lens.by
        boundsBehavior: Flickable.StopAtBounds
        interactive: lens.on
        clip: lens.on
        Item {
            id: scene
            objectName: "scene"
            width: lens.paper.width
            height: lens.paper.height
            scale: lens.by
            transformOrigin: Item.TopLeft
        }
    }
    Binding { target: Theme; property: "front"; value: scene }
    component Bar: Rectangle {
        visible: lens.on
        radius: Theme.px(6)
        color: Theme.ink2
    }
    Bar {
        y: flick.height - height - Theme.px(4)
        height: Theme.px(12)
        x: flick.width * flick.visibleArea.xPosition
        width: flick.width * flick.visibleArea.widthRatio
    }
    Bar {
        x: flick.width - width - Theme.px(4)
        width: Theme.px(12)
        y: flick.height * flick.visibleArea.yPosition
        height: flick.height * flick.visibleArea.heightRatio
    }
    MagnifierTools {
        id: tools
        visible: lens.on && !lens.typing
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: implicitHeight
        flick: flick
        onMoved: (across, down) => lens.move(across, down)
        onSmaller: lens.smaller()
        onPlain: lens.plain()
    }
}
