pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The fields of a form in one or two columns; the one being written is always in sight.
Flickable {
    id: form

    required property var fields
    required property var intents
    property string focusName
    // Which page these fields are: another one begins at its top.
    property string place
    property string found
    property int tries: 0
    property int columns: 2
    readonly property real gutter: Theme.px(40)

    contentWidth: width
    contentHeight: flow.height
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    onHeightChanged: later.restart()
    onPlaceChanged: contentY = 0
    onFocusNameChanged: { found = ""; tries = 0; first.restart() }

    Connections {
        target: Theme
        function onWentOn(): void { if (form.named()?.wrong) first.restart() }
    }

    // Timers go with their page; Qt.callLater would still call into one that is gone.
    Timer { id: later; interval: 0; onTriggered: form.reveal() }
    Timer { id: first; interval: 0; running: true; onTriggered: form.focusNamed() }

    // While the page is still being built its rows have no place and take no focus: look again, a few times.
    Timer {
        interval: 100
        repeat: true
        running: form.focusName !== "" && form.found !== form.focusName && form.tries < 30
        onTriggered: { form.tries++; form.focusNamed() }
    }

    function named(): FieldRow {
        for (let i = 0; i < rows.count; i++) {
            const row = rows.itemAt(i) as FieldRow
            if (row && row.name === focusName)
                return row
        }
        return null
    }
    function focusNamed(): void {
        const row = named()
        if (row && row.height > 0 && row.visible) {
            row.focusHere()
            found = row.holdsFocus || !row.takesFocus ? focusName : ""
            if (found !== "")
                Theme.brought(row)
        }
        reveal()
    }
    function reveal(): void {
        for (let i = 0; i < rows.count; i++) {
            const row = rows.itemAt(i) as FieldRow
            if (!row || !(row.holdsFocus || (row.name === focusName && (row.model.marked || row.wrong))))
                continue
            // With the keyboard up the field goes to the top: what comes next shows below it.
            if (row.y < contentY || row.height > height || height < Theme.px(560))
                contentY = Math.max(0, Math.min(row.y, contentHeight - height))
            else if (row.y + row.height > contentY + height)
                contentY = Math.min(Math.max(0, contentHeight - height), row.y + row.height - height)
            if (!row.holdsFocus)
                Theme.asked(row)
        }
    }

    ScrollMark { parent: form; flick: form; inside: true }
    Flow {
        id: flow
        width: form.width - Theme.px(20) + form.gutter
        spacing: 0
        Repeater {
            id: rows
            model: form.fields
            delegate: FieldRow {
                intents: form.intents
                gutter: form.gutter
                width: form.columns === 2 && model.width === "half" ? flow.width / 2 : flow.width
                onHoldsFocusChanged: if (holdsFocus) later.restart()
            }
        }
    }
}
