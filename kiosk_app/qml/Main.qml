pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import "controls"

// The one window of the booth: frame, page, keyboard, questions, messages. Draws its views, calls intents, decides nothing.
Window {
    id: root

    required property var views
    required property var intents
    required property var keyboard
    required property var frames
    required property var keypad
    property bool fullScreen: false
    property bool reducedMotion: false

    readonly property var frame: views.frame
    readonly property string page: frame.page
    // When the old page goes, not when the new one stands: that one may already hold the finger at a marked field.
    onPageChanged: leaveField()
    readonly property var editor: activeFocusItem && activeFocusItem.hasOwnProperty("keyLayout") ? activeFocusItem : null
    readonly property bool typing: editor !== null && !editor.readOnly && !veil.visible
    // Everything to press in the lower half; only on a glass that is taller than wide.
    readonly property bool low: frame.reach && Theme.portrait
    readonly property real reachTop: low ? Math.round(height / 2) : 0
    readonly property real typingRoom: height - reachTop - keys.implicitHeight - topBar.implicitHeight
    // With the tallest keyboard on a low screen the page needs the top bar's room more.
    readonly property bool squeezed: typing && typingRoom < Theme.px(400)

    onClosing: close => close.accepted = !fullScreen // a booth has no way out to a desktop
    visible: true
    visibility: fullScreen ? Window.FullScreen : Window.Windowed
    flags: fullScreen ? Qt.Window | Qt.FramelessWindowHint : Qt.Window
    color: Theme.paper
    title: qsTr("政务晓屋")
    Component.onCompleted: requestActivate()

    // Without the first line the page's focus scope would remember the field and open the keyboard at the next touch.
    function leaveField(): void {
        if (editor)
            editor.focus = false
        root.contentItem.forceActiveFocus()
    }

    Binding { target: Theme; property: "windowWidth"; value: root.width }
    Binding { target: Theme; property: "windowHeight"; value: root.height }
    Binding { target: Theme; property: "scene"; value: root.frame.page + root.frame.overlay + (root.typing ? "keys" : "") + (root.frame.resting ? "rest" : "") }
    Binding { target: Theme; property: "mode"; value: root.frame.mode }
    Binding { target: Theme; property: "reducedMotion"; value: root.reducedMotion }

    MouseArea {
        anchors.fill: parent
        onClicked: if (!Theme.settling) root.leaveField()
    }
    Loader {
        active: root.low
        width: parent.width
        height: root.reachTop
        sourceComponent: ReachShow {
            frame: root.frame
            call: root.views.call
            frames: root.frames
        }
    }
    TopBar {
        id: topBar
        frame: root.frame
        voice: root.views.voice
        intents: root.intents
        low: root.low
        width: parent.width
        height: implicitHeight
        visible: !root.squeezed
        y: root.reachTop - (root.squeezed ? height : 0)
    }
    Item {
        id: stage
        anchors { left: parent.left; right: parent.right }
        y: topBar.y + topBar.height
        height: (keys.visible ? keys.y : bottomBar.visible ? bottomBar.y : root.height) - y

        Loader {
            id: tile
            readonly property SeatTile card: item as SeatTile
            active: root.frame.seatTile && !root.low && !(root.typing && Theme.portrait)
            visible: active
            x: Theme.portrait ? Theme.margin : parent.width - Theme.margin - width
            y: Theme.px(24)
            width: active ? (Theme.portrait ? parent.width - 2 * Theme.margin : Theme.px(Theme.elder ? 360 : 320)) : 0
            height: active ? (Theme.portrait ? Theme.px(Theme.elder ? 276 : 216) : Math.min(parent.height - Theme.px(32), card ? card.implicitHeight : 0)) : 0
            sourceComponent: SeatTile {
                call: root.views.call
                frames: root.frames
                intents: root.intents
                flat: Theme.portrait
            }
        }
        ReachHost {
            low: root.low && !root.typing
            usualHeight: root.height - topBar.height - (bottomBar.any ? bottomBar.height : 0)
            page: root.page
            canMute: root.frame.seatTile
            muted: root.views.call.muted
            onMute: on => root.intents.muteMicrophone(on)
            x: Theme.margin
            // A message pushes the page down rather than lie on its words.
            y: (tile.active && Theme.portrait ? tile.y + tile.height : 0) + (notice.visible ? notice.height + Theme.px(16) : 0)
            width: parent.width - 2 * Theme.margin - (tile.active && !Theme.portrait ? tile.width + Theme.px(32) : 0)
            height: parent.height - y
            PageHost {
                id: host
                objectName: "pageHost"
                anchors.fill: parent
                views: root.views
                intents: root.intents
                frames: root.frames
            }
        }
    }
    BottomBar {
        id: bottomBar
        frame: root.frame
        ready: host.page ? host.page.ready : true
        showPrimary: root.frame.page !== "find"
        showLinks: !(host.page && host.page.showsLinks)
        primaryName: root.frame.page === "done" && root.views.done.showRating ? "finish" : "goOn"
        visible: any && !root.typing
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: implicitHeight
        onBack: root.intents.goBack()
        onPrimary: {
            if (primaryName === "finish")
                root.intents.finish()
            else if (!host.page || !host.page.goOn())
                root.intents.goOn()
        }
        onSecondary: if (!host.page || !host.page.doSecondary()) root.intents.doSecondary()
        onCall: root.intents.askCall()
        onHangUp: root.intents.hangUp()
        onLeave: root.intents.leave()
        onLink: name => root.intents.openLink(name)
    }
    Keyboard {
        id: keys
        objectName: "keyboard"
        keyboard: root.keyboard
        intents: root.intents
        editor: root.typing ? root.editor : null
        frame: root.frame
        visible: root.typing
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: implicitHeight
        onHideWanted: root.leaveField()
    }
    Notice {
        id: notice
        objectName: "notice"
        visible: text !== ""
        text: root.frame.noticeText
        tone: root.frame.noticeTone
        stays: root.frame.noticeStays
        anchors { horizontalCenter: parent.horizontalCenter; top: stage.top; topMargin: Theme.px(12) }
        width: Math.min(parent.width - 2 * Theme.margin, Theme.px(1240))
        onDismissed: root.intents.dismissNotice()
    }
    VoiceCard {
        readonly property bool open: voice.open
        onOpenChanged: if (open) root.leaveField() // never over the keys: it would lie on the one that puts them away
        objectName: "voiceCard"; visible: open && !root.typing
        voice: root.views.voice; intents: root.intents
        anchors { right: parent.right; rightMargin: Theme.margin; top: topBar.bottom; topMargin: Theme.px(12) }
    }
    OverlayCard {
        id: veil
        objectName: "overlay"
        frame: root.frame
        intents: root.intents
        reachTop: root.reachTop
        anchors.fill: parent
    }
    RestVeil {
        objectName: "rest"
        resting: root.frame.resting
        view: root.views.welcome
        intents: root.intents
        anchors.fill: parent
    }
    // Over everything: the ring of the keypad, and the idle guard's eye, which sees every touch and takes none.
    KeypadRing {
        keypad: root.keypad
        views: root.views
        intents: root.intents
        editor: root.typing ? root.editor : null
        anchors.fill: parent
        onFieldLeft: root.leaveField()
    }
}
