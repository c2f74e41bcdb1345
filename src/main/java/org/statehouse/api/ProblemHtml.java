package org.statehouse.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statehouse.problem.ProblemType;

/** The pages on problems as HTML: no script, nothing from elsewhere, and the style sheet of the start page. */
final class ProblemHtml {

    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern EMPHASIS = Pattern.compile("\\*([A-Za-z][A-Za-z ]*)\\*");
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

    private ProblemHtml() {}

    static String page(ProblemDocument.Entry entry, ProblemType type) {
        StringBuilder html = head(type.title());
        html.append("<p><a href=\"/problems\">All problems</a></p>\n<h1>").append(escape(type.title()));
        html.append("</h1>\n<p><code>")
                .append(type.slug())
                .append("</code>, HTTP status ")
                .append(type.status());
        html.append("</p>\n<h2>What it means</h2>\n<p>").append(inline(entry.meaning()));
        html.append("</p>\n<h2>What to do</h2>\n<p>").append(inline(entry.remedy()));
        html.append("</p>\n<h2>Whether to send it again</h2>\n<p>").append(again(type.retry()));
        html.append("</p>\n<h2>What the answer tells</h2>\n");
        html.append(
                "<p>Every problem has <code>type</code>, <code>title</code>, <code>status</code>, <code>detail</code>,"
                        + " <code>slug</code> and <code>requestId</code>.");
        if (entry.evidence().isEmpty()) {
            html.append(" This one has no others.</p>\n");
        } else {
            html.append(" This one may also have:</p>\n<dl>\n");
            for (ProblemDocument.Evidence evidence : entry.evidence()) {
                html.append("<dt>").append(inline(evidence.members()));
                html.append("</dt>\n<dd>").append(inline(evidence.what())).append("</dd>\n");
            }
            html.append("</dl>\n");
        }
        return foot(html);
    }

    static String list(ProblemDocument document) {
        StringBuilder html = head("Problems");
        html.append("<h1>Problems</h1>\n");
        document.introduction()
                .forEach(text -> html.append("<p>").append(inline(text)).append("</p>\n"));
        html.append("<table>\n<thead>\n<tr><th scope=\"col\">Problem</th><th scope=\"col\">Status</th>"
                + "<th scope=\"col\">Again</th><th scope=\"col\">Title</th></tr>\n</thead>\n<tbody>\n");
        for (ProblemDocument.Entry entry : document.entries().values()) {
            ProblemType type = entry.type();
            if (type != null) {
                html.append("<tr><td><a href=\"/problems/").append(type.slug()).append("\"><code>");
                html.append(type.slug()).append("</code></a></td><td>").append(type.status());
                html.append("</td><td>").append(ProblemDocument.word(type.retry()));
                html.append("</td><td>").append(escape(type.title())).append("</td></tr>\n");
            }
        }
        return foot(html.append("</tbody>\n</table>\n"));
    }

    private static String again(ProblemType.Retry retry) {
        return switch (retry) {
            case NEVER -> "No. The same request fails again, until it is changed or what stands against it is.";
            case AFTER_REFRESH -> "Not as it is. Read the current state, and decide again.";
            case LATER ->
                "Yes, unchanged, after the seconds in <code>Retry-After</code> where it is given. What is said above of a"
                        + " request whose outcome is not known goes before this.";
        };
    }

    private static StringBuilder head(String title) {
        return new StringBuilder(4_096)
                .append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escape(title))
                .append(" – Statehouse</title>\n<link rel=\"stylesheet\" href=\"/statehouse.css\">\n</head>\n")
                .append("<body>\n<main>\n");
    }

    private static String foot(StringBuilder html) {
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    /** Text of the document: what is in back quotes is code; links lead nowhere here, so that only their text stays. */
    static String inline(String markdown) {
        String text = LINK.matcher(escape(markdown)).replaceAll("$1");
        text = EMPHASIS.matcher(text).replaceAll("<em>$1</em>");
        return CODE.matcher(text).replaceAll(code -> Matcher.quoteReplacement("<code>" + code.group(1) + "</code>"));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
