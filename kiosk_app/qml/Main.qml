pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import "controls"

// The one window of the booth: frame, page, keyboard, questions, messages. Draws its views, calls intents, decides nothing.
Window {
    id: root

    required property var views
    required property var intents
    required property var frames
    // Come after the first frame (ui/furniture.py): the welcome page has need of neither.
    property var keyboard: null
    property var keypad: null
    readonly property bool furnished: keyboard !== null && keypad !== null
    property bool fullScreen: false
    property bool reducedMotion: false

    readonly property var frame: views.frame
    readonly property string page: frame.page
    // When the old page goes, not when the new one stands: that one may already hold the finger at a marked field.
    onPageChanged: leaveField()
    readonly property var editor: activeFocusItem && activeFocusItem.hasOwnProperty("keyLayout") ? activeFocusItem : null
    readonly property bool typing: editor !== null && !editor.readOnly && !veil.visible
    // Everything to press in the lower half; only on a glass that is taller than wide.
    readonly property bool reaching: frame.reach && Theme.portrait
    readonly property bool low: reaching && !frame.zoom // the magnifier brings its whole page there itself
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
    Binding { target: Theme; property: "scene"; value: root.frame.page + root.frame.overlay + (root.typing ? "keys" : "") + (root.frame.resting ? "rest" : "") + lens.on }
    Binding { target: Theme; property: "mode"; value: root.frame.mode }
    Binding { target: Theme; property: "zoomed"; value: root.frame.zoom }
    Binding { target: Theme; property: "reducedMotion"; value: root.reducedMotion }

    Loader {
        active: root.reaching && !(lens.on && root.typing)
        width: parent.width
        height: Math.round(parent.height / 2)
        sourceComponent: ReachShow {
            frame: root.frame
            call: root.views.call
            frames: root.frames
        }
    }
    Magnifier {
        id: lens
        on: root.frame.zoom
        page: root.page
        editor: root.typing ? root.editor : null
        call: veil.visible ? veil.card : voiceCard.visible ? voiceCard : notice.visible ? notice : null
        words: root.frame.overlayTitle + root.frame.noticeText
        y: on && root.reaching && !root.typing ? Math.round(root.height / 2) : 0
        width: root.width
        height: paper.height - y
        paper: Qt.size(root.width, on && keys.visible ? keys.y : root.height)
        onSmaller: root.intents.magnify(false)
        onPlain: Theme.contrast ? root.intents.magnify(false) : root.intents.changeMode("standard")

        MouseArea {
            anchors.fill: parent
            onClicked: if (!Theme.settling) root.leaveField()
        }
        TopBar {
            id: topBar
            frame: root.frame
            voice: root.views.voice
            intents: root.intents
            low: root.low; ways: bottomBar.linksAside
            width: parent.width
            height: implicitHeight
            visible: !root.squeezed
            y: root.reachTop - (root.squeezed ? height : 0)
        }
        PageStage {
            id: stage
            views: root.views
            intents: root.intents; frames: root.frames
            furnished: root.furnished
            low: root.low
            typing: root.typing
            usualHeight: root.height - topBar.height - (bottomBar.any ? bottomBar.height : 0)
            taken: notice.visible ? notice.height + Theme.px(16) : 0
            anchors { left: parent.left; right: parent.right }
            y: topBar.y + topBar.height
            height: (keys.visible ? keys.y : bottomBar.visible ? bottomBar.y : root.height) - y
        }
        BottomBar {
            id: bottomBar
            frame: root.frame
            ready: stage.page ? stage.page.ready : true
            showPrimary: root.frame.page !== "find"
            showLinks: !(stage.page && stage.page.showsLinks)
            primaryName: root.frame.page === "done" && root.views.done.showRating ? "finish" : "goOn"
            visible: any && !root.typing
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            height: implicitHeight
            onBack: root.intents.goBack()
            onPrimary: {
                if (primaryName === "finish")
                    root.intents.finish()
                else if (!stage.page || !stage.page.goOn())
                    root.intents.goOn()
            }
            onUrged: if (stage.page) stage.page.urge()
            onSecondary: if (!stage.page || !stage.page.doSecondary()) root.intents.doSecondary()
            onCall: root.intents.askCall()
            onHangUp: root.intents.hangUp()
            onLeave: root.intents.leave()
            onLink: name => root.intents.openLink(name)
            onLower: on => root.intents.lowerPage(on)
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
            id: voiceCard
            readonly property bool open: voice.open
            onOpenChanged: if (open) root.leaveField() // never over the keys: it would lie on the one that puts them away
            objectName: "voiceCard"; visible: open && !root.typing
            voice: root.views.voice; intents: root.intents
            anchors { right: parent.right; rightMargin: Theme.margin; top: topBar.bottom; topMargin: Theme.px(12) }
        }
        OverlayCard {
            id: veil
            objectName: "overlay"
            frame: root.frame; call: root.views.call
            intents: root.intents
            reachTop: root.reachTop
            anchors.fill: parent
        }
    }
    Loader {
        id: keys
        active: root.furnished
        asynchronous: !root.typing
        visible: root.typing
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: implicitHeight
        sourceComponent: Keyboard {
            objectName: "keyboard"
            keyboard: root.keyboard
            intents: root.intents
            editor: root.typing ? root.editor : null
            frame: root.frame; voice: root.views.voice
            onHideWanted: root.leaveField()
        }
    }
    RestVeil {
        objectName: "rest"
        resting: root.frame.resting
        words: root.frame.restText
        view: root.views.welcome
        intents: root.intents
        anchors.fill: parent
    }
    // Over everything: the ring of the keypad, and the idle guard's eye, which sees every touch and takes none.
    Loader {
        active: root.furnished
        anchors.fill: parent
        z: 10
        sourceComponent: KeypadRing {
            keypad: root.keypad
            views: root.views
            intents: root.intents
            editor: root.typing ? root.editor : null
            onFieldLeft: root.leaveField()
        }
    }
}
