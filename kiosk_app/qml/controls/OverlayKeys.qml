pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The answers to a question: no left, yes right, and in some a third between them.
GridLayout {
    id: keys

    required property var frame
    required property var intents
    property bool flat: false
    readonly property string kind: frame.overlay
    readonly property bool calls: kind.startsWith("call")
    readonly property bool both: frame.overlayYes !== "" && frame.overlayOther !== ""
    readonly property bool three: both && frame.overlayNo !== ""
    readonly property bool stacked: Theme.portrait && !flat // no room there for one below the other
    readonly property bool pairs: three && flat

    columns: pairs ? 2 : stacked ? 1 : three ? 3 : 2
    columnSpacing: Theme.wide
    rowSpacing: Theme.gap

    PressButton {
        objectName: "overlayNo"
        visible: keys.frame.overlayNo !== ""
        text: keys.frame.overlayNo
        ink: Theme.ink2
        Layout.row: keys.pairs ? 1 : !keys.stacked ? 0 : keys.three ? 2 : 1
        Layout.column: 0
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        onActivated: keys.intents.overlayNo()
    }
    PressButton {
        objectName: "overlayOther"
        visible: text !== ""
        text: keys.frame.overlayOther
        fill: Theme.accSoft
        border: Theme.acc
        Layout.row: keys.pairs || (keys.both && keys.stacked) ? 1 : 0
        Layout.column: keys.pairs ? 1 : keys.stacked || (keys.both && !keys.three) ? 0 : 1
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        onActivated: keys.intents.overlayOther()
    }
    PressButton {
        objectName: "overlayYes"
        visible: keys.frame.overlayYes !== ""
        text: keys.frame.overlayYes
        glyph: keys.kind === "callConfirm" ? "phone" : ""
        fill: keys.kind === "leave" || keys.kind === "dropRow" ? Theme.bad : keys.calls ? Theme.acc : Theme.pri
        border: fill
        ink: keys.calls ? Theme.inkOnAcc : Theme.inkOnPri
        Layout.row: 0
        Layout.column: keys.stacked || keys.pairs ? 0 : keys.three ? 2 : 1
        Layout.columnSpan: keys.pairs ? 2 : 1
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        onActivated: keys.intents.overlayYes()
    }
}
