pragma ComponentBehavior: Bound

import QtQuick
import "../pages"

// All pages but the first. They are read after it stands on the glass.
QtObject {
    id: book

    required property var host
    readonly property var pages: ({
        find: find, guide: guide, identify: identify, form: form, material: material, check: check,
        call: call, sign: sign, review: review, submitting: submitting, done: done, stored: stored,
        takeCard: takeCard, apology: apology, closed: closed, help: help, complaint: complaint, message: message,
        progress: progress, checkIn: checkIn, keeper: keeper
    })

    readonly property Component find: FindPage { view: book.host.views.find; intents: book.host.intents }
    readonly property Component guide: GuidePage { view: book.host.views.guide; intents: book.host.intents }
    readonly property Component identify: IdentifyPage { view: book.host.views.identify; intents: book.host.intents }
    readonly property Component form: FormPage { view: book.host.views.form; intents: book.host.intents }
    readonly property Component material: MaterialPage { view: book.host.views.material; intents: book.host.intents; frames: book.host.frames }
    readonly property Component check: CheckPage { view: book.host.views.check; intents: book.host.intents }
    readonly property Component call: CallPage {
        view: book.host.views.call; form: book.host.views.form; intents: book.host.intents; frames: book.host.frames
        lowered: book.host.low; typing: book.host.typing
    }
    readonly property Component sign: SignPage { view: book.host.views.sign; intents: book.host.intents }
    readonly property Component review: ReviewPage { view: book.host.views.review; intents: book.host.intents }
    readonly property Component submitting: SubmittingPage { view: book.host.views.submitting; intents: book.host.intents }
    readonly property Component done: DonePage { view: book.host.views.done; intents: book.host.intents }
    readonly property Component stored: StoredPage { view: book.host.views.stored; intents: book.host.intents }
    readonly property Component takeCard: TakeCardPage { view: book.host.views.takeCard; intents: book.host.intents }
    readonly property Component apology: ApologyPage { view: book.host.views.apology; intents: book.host.intents }
    readonly property Component closed: ApologyPage { view: book.host.views.closed; intents: book.host.intents }
    readonly property Component help: HelpPage { view: book.host.views.help; intents: book.host.intents }
    readonly property Component keeper: KeeperPage { view: book.host.views.keeper; intents: book.host.intents; frames: book.host.frames }
    readonly property Component progress: InquiryPage { view: book.host.views.progress; intents: book.host.intents }
    readonly property Component checkIn: InquiryPage { view: book.host.views.checkIn; intents: book.host.intents }
    readonly property Component complaint: LetterPage { view: book.host.views.complaint; intents: book.host.intents }
    readonly property Component message: LetterPage { view: book.host.views.message; intents: book.host.intents }
}
