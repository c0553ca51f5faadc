pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Year, month and day on three drums that stay inside the dates that can be meant.
FocusScope {
    id: drum

    required property string name
    required property string value
    required property var range
    signal chosen(string value)

    readonly property string shown: /^\d{4}-\d\d-\d\d$/.test(value) ? value : range.start
    readonly property int year: Number(shown.slice(0, 4))
    readonly property int month: Number(shown.slice(5, 7))
    readonly property int day: Number(shown.slice(8, 10))

    function daysOf(year: int, month: int): int { return new Date(year, month, 0).getDate() }
    function choose(year: int, month: int, day: int): void {
        const two = number => String(number).padStart(2, "0")
        const text = [year, two(month), two(Math.min(day, daysOf(year, month)))].join("-")
        chosen(text < range.first ? range.first : text > range.last ? range.last : text)
    }

    implicitHeight: row.implicitHeight

    RowLayout {
        id: row
        width: Math.min(drum.width, Theme.em(760))
        spacing: Theme.gap
        DrumColumn {
            id: years
            focus: true
            objectName: "year-" + drum.name
            words: qsTr("%1 年")
            from: Number(drum.range.first.slice(0, 4))
            to: Number(drum.range.last.slice(0, 4))
            value: drum.year
            Layout.fillWidth: true
            Layout.preferredWidth: 4
            KeyNavigation.right: months
            onTurned: value => drum.choose(value, drum.month, drum.day)
        }
        DrumColumn {
            id: months
            objectName: "month-" + drum.name
            words: qsTr("%1 月")
            from: 1
            to: 12
            value: drum.month
            Layout.fillWidth: true
            Layout.preferredWidth: 3
            KeyNavigation.right: days
            onTurned: value => drum.choose(drum.year, value, drum.day)
        }
        DrumColumn {
            id: days
            objectName: "day-" + drum.name
            words: qsTr("%1 日")
            from: 1
            to: drum.daysOf(drum.year, drum.month)
            value: drum.day
            Layout.fillWidth: true
            Layout.preferredWidth: 3
            onTurned: value => drum.choose(drum.year, drum.month, value)
        }
    }
}
