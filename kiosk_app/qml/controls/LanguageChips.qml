pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The two other languages, each in its own words: one press away from every page. Never translated themselves.
Row {
    id: chips

    required property string language
    signal chosen(string code)
    readonly property var words: ({ "zh": ["简体", "切换到简体中文"], "zh-Hant": ["繁體", "切換到繁體中文"], "en": ["EN", "Switch to English"] })

    spacing: Theme.gap
    Repeater {
        model: [
            { name: "hant", code: chips.language === "zh-Hant" ? "zh" : "zh-Hant" },
            { name: "language", code: chips.language === "en" ? "zh" : "en" }
        ]
        delegate: Chip {
            required property var modelData
            objectName: modelData.name
            text: chips.words[modelData.code][0]
            describedAs: chips.words[modelData.code][1]
            onActivated: chips.chosen(modelData.code)
        }
    }
}
