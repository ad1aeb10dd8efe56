import Models
import Mustache
import ServiceKit

/// What `layout.mustache` reads, and what every template below it can reach: `t`, `page`, `person`.
struct PageShell: MustacheParent {
    let context: PageContext
    let sentences: Sentences
    let files: StaticFiles
    let title: PageTitle
    let isPanel: Bool
    let template: String
    let model: Any

    func child(named name: String) -> Any? {
        switch name {
        case "t": sentences
        case "page": PageFacts(shell: self)
        case "person": context.person.map { PersonFacts(name: $0.name, role: sentences.label($0.role)) }
        case "model": model
        default: nil
        }
    }
}

/// The layout's own values, as `page.…`.
struct PageFacts: MustacheParent {
    let shell: PageShell

    func child(named name: String) -> Any? {
        let context = shell.context
        let sentences = shell.sentences
        switch name {
        case "language": return context.language.rawValue
        case "other_language": return context.language.other.rawValue
        case "other_language_address": return context.address(in: context.language.other)
        case "path": return context.path
        case "title": return shell.title.text(sentences)
        case "panel": return shell.isPanel
        case "template": return shell.template
        case "home": return context.path == "/"
        case "navigation": return Navigation.links(for: context.person?.role, at: context.path, sentences)
        case "notice": return context.notice.flatMap(sentences.known).map { Notice(.success, text: $0) }
        case "style": return shell.files.url("app.css")
        case "script": return shell.files.url("app.js")
        case "upload_script": return shell.files.url("upload.js")
        case "suggest_script": return shell.files.url("suggest.js")
        case "tabs_script": return shell.files.url("tabs.js")
        case "renew_script": return shell.files.url("renew.js")
        case "draft_script": return shell.files.url("draft.js")
        case "dialog_script": return shell.files.url("dialog.js")
        case "font": return shell.files.url("sans-400.woff2")
        case "icon": return shell.files.url("icon.svg")
        default: return nil
        }
    }
}

/// Whoever is signed in, as `person.…`.
struct PersonFacts: Part {
    let name: String
    let role: String

    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "role": role
        default: nil
        }
    }
}
