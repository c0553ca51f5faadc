pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Back · what this page does · a person · leave. The primary button keeps its place whatever else is there.
Rectangle {
    id: bar

    required property var frame
    property bool ready: true
    property bool showPrimary: true
    property string primaryName: "goOn"
    signal back
    signal primary
    signal urged // the primary button, before it can be pressed
    signal secondary
    signal call
    signal hangUp
    signal leave
    signal link(string name)
    signal lower(bool on)

    // At the end the primary button itself ends the call.
    readonly property bool inCall: frame.callState === "connected" && frame.page !== "done"
    readonly property bool any: frame.backText !== "" || hasPrimary || frame.secondaryText !== "" || hasCall || hasLeave || hasLinks
    readonly property bool hasPrimary: frame.primaryText !== "" && showPrimary
    readonly property bool hasCall: frame.callText !== "" || inCall
    readonly property bool hasLeave: frame.leaveText !== ""
    readonly property bool stacked: Theme.portrait && (hasCall || hasLeave)

    readonly property real side: Theme.px(22)
    readonly property real gap: Theme.px(24)
    readonly property bool long: frame.language === "en"
    readonly property real leaveWidth: Theme.px(Theme.portrait ? 460 : Theme.elder ? 350 : long ? 310 : 280)
    readonly property real callWidth: Theme.px(Theme.portrait ? 460 : Theme.elder ? 380 : long ? 384 : 312)
    readonly property real primaryWidth: Theme.px(!Theme.portrait ? Theme.elder ? 400 : 360 : stacked ? 400 : 600)
    // On a high glass the ways to the side have a row of their own; on a wide one those that fit stand beside "back".
    property bool showLinks: true
    readonly property bool hasLinks: showLinks && frame.links.length > 0
    readonly property bool hasLow: frame.backText !== "" || hasPrimary || frame.secondaryText !== ""
    readonly property bool linksAbove: Theme.portrait && hasLinks && hasLow
    readonly property bool narrowLinks: Theme.elder && Theme.portrait && frame.links.length > 3
    readonly property real linkRow: Theme.target + Theme.gap
    readonly property real linkLeft: backButton.visible && !linksAbove ? backButton.x + backButton.width + bar.sideGap : Theme.margin
    readonly property real linksEnd: links.visible && !linksAbove ? linkLeft + links.width + bar.sideGap
        : backButton.visible ? backButton.x + backButton.width + bar.sideGap : Theme.margin
    readonly property bool crowded: frame.secondaryText !== ""
    readonly property bool tight: (Theme.elder || long) && frame.secondaryText !== "" && !Theme.portrait
    readonly property real sideGap: tight ? Theme.gap : gap
    readonly property real linksRoom: crowded ? primaryLeft - sideGap - second.implicitWidth - Theme.gap - linkLeft
        : primaryLeft + (hasPrimary ? 0 : primaryWidth + gap) - Theme.gap - linkLeft
    readonly property int linksShown: linksAbove || !crowded && !(Theme.elder && frame.backText !== "") ? frame.links.length : fitting(linksRoom)
    // Those that find no room here stand at the top.
    readonly property var linksAside: hasLinks ? frame.links.slice(linksShown) : []
    readonly property real highRow: side + (linksAbove ? linkRow : 0)
    readonly property real lowRow: height - side - Theme.target
    readonly property real primaryLeft: Theme.portrait ? width - Theme.margin - primaryWidth
        : width - Theme.margin - leaveWidth - callWidth - primaryWidth - 2 * gap

    function fitting(room: real): int {
        let many = 0
        for (let taken = 0; many < each.count && each.itemAt(many); many++) {
            taken += each.itemAt(many).implicitWidth
            if (taken > room)
                break
            taken += links.spacing
        }
        return Math.max(1, many)
    }

    implicitHeight: Theme.target + 2 * side + (stacked ? linkRow : 0) + (linksAbove ? linkRow : 0)
    color: Theme.bar

    Rectangle {
        width: parent.width
        height: Theme.edge
        color: Theme.line
    }
    QuietButton {
        id: backButton
        objectName: "goBack"
        visible: bar.frame.backText !== ""
        glyph: bar.tight ? "" : "back"
        text: bar.frame.backText
        x: Theme.margin
        y: bar.lowRow
        leftPadding: Theme.px(Theme.elder ? 20 : 28)
        rightPadding: Theme.px(Theme.elder ? 24 : 36)
        height: Theme.target
        onActivated: bar.back()
    }
    Row {
        id: links
        visible: bar.hasLinks
        spacing: Theme.gap
        x: bar.linkLeft
        y: bar.linksAbove ? bar.side : bar.lowRow
        Repeater {
            id: each
            model: bar.frame.links
            delegate: QuietButton {
                required property var modelData
                required property int index
                objectName: "link-" + modelData.id
                text: modelData.text
                lines: 1
                textSize: bar.narrowLinks ? Theme.body : Theme.lead
                leftPadding: Theme.px(bar.narrowLinks ? 8 : bar.crowded && !Theme.portrait ? 12 : 24)
                rightPadding: leftPadding
                height: Theme.target
                visible: index < bar.linksShown
                onActivated: bar.link(modelData.id)
            }
        }
    }
    // The chip in the bar at the top is too high for who sits before a tall glass.
    ReachChip {
        objectName: "reachLow"
        visible: Theme.portrait && bar.hasLinks
        frame: bar.frame
        x: bar.width - Theme.margin - width
        y: links.y
        onActivated: bar.lower(!on)
    }
    QuietButton {
        id: second
        objectName: "doSecondary"
        visible: bar.frame.secondaryText !== ""
        text: bar.frame.secondaryText
        leftPadding: Theme.px(Theme.elder ? 16 : 36)
        rightPadding: leftPadding
        ink: Theme.ink
        width: Math.min(implicitWidth, bar.primaryLeft - bar.sideGap - bar.linksEnd)
        x: bar.primaryLeft - bar.sideGap - width
        y: bar.lowRow
        height: Theme.target
        onActivated: bar.secondary()
    }
    PrimaryButton {
        id: firstButton
        objectName: bar.primaryName
        visible: bar.hasPrimary
        enabled: bar.frame.primaryEnabled && bar.ready
        text: bar.frame.primaryText
        x: bar.primaryLeft
        y: bar.lowRow
        // Grows over the places of absent neighbours, so its usual place always belongs to it.
        width: Theme.portrait || bar.hasCall ? bar.primaryWidth
            : bar.hasLeave ? bar.primaryWidth + bar.gap + bar.callWidth : bar.width - Theme.margin - x
        height: Theme.target
        onActivated: { Theme.wentOn(); bar.primary() }
    }
    MouseArea {
        anchors.fill: firstButton
        visible: firstButton.visible && bar.frame.primaryEnabled && !bar.ready
        onClicked: bar.urged()
    }
    CallButton {
        objectName: "askCall"
        visible: bar.frame.callText !== "" && !bar.inCall
        text: bar.frame.callText
        width: bar.callWidth
        x: bar.width - Theme.margin - (Theme.portrait ? 0 : bar.leaveWidth + bar.gap) - width
        y: Theme.portrait ? bar.highRow : bar.lowRow
        leftPadding: Theme.px(20)
        rightPadding: Theme.px(20)
        height: Theme.target
        onActivated: bar.call()
    }
    DangerButton {
        objectName: "hangUp"
        visible: bar.inCall
        glyph: "hang-up"
        text: qsTr("挂断")
        width: bar.callWidth
        x: bar.width - Theme.margin - (Theme.portrait ? 0 : bar.leaveWidth + bar.gap) - width
        y: Theme.portrait ? bar.highRow : bar.lowRow
        height: Theme.target
        onActivated: bar.hangUp()
    }
    DangerButton {
        objectName: "leave"
        visible: bar.hasLeave
        text: bar.frame.leaveText
        width: bar.leaveWidth
        x: Theme.portrait ? Theme.margin : bar.width - Theme.margin - width
        y: Theme.portrait ? bar.highRow : bar.lowRow
        leftPadding: Theme.px(16)
        rightPadding: Theme.px(16)
        height: Theme.target
        onActivated: bar.leave()
    }
}
