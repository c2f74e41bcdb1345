package org.statehouse.api;

import org.statehouse.problem.ProblemType;

/** The pages on problems as Markdown, in the words of the document that they are made of. */
final class ProblemMarkdown {

    private ProblemMarkdown() {}

    static String page(ProblemDocument.Entry entry, ProblemType type) {
        StringBuilder text = new StringBuilder("# ").append(type.title()).append("\n\n");
        text.append('`').append(type.slug()).append("`, HTTP status ").append(type.status());
        text.append(", again: ").append(ProblemDocument.word(type.retry())).append("\n\n");
        text.append(entry.meaning()).append("\n\n").append(entry.remedy()).append('\n');
        if (!entry.evidence().isEmpty()) {
            text.append("\n| member | what it is |\n|---|---|\n");
            entry.evidence()
                    .forEach(evidence -> text.append("| ")
                            .append(evidence.members())
                            .append(" | ")
                            .append(evidence.what())
                            .append(" |\n"));
        }
        return text.toString();
    }

    static String list(ProblemDocument document) {
        StringBuilder text = new StringBuilder("# Problems\n\n");
        document.introduction().forEach(paragraph -> text.append(paragraph).append("\n\n"));
        text.append("| slug | status | again | title |\n|---|---|---|---|\n");
        for (ProblemDocument.Entry entry : document.entries().values()) {
            ProblemType type = entry.type();
            if (type != null) {
                text.append("| [`")
                        .append(type.slug())
                        .append("`](/problems/")
                        .append(type.slug())
                        .append(") | ");
                text.append(type.status()).append(" | ").append(ProblemDocument.word(type.retry()));
                text.append(" | ").append(type.title()).append(" |\n");
            }
        }
        return text.toString();
    }
}
