package org.statehouse.api;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/**
 * Where the {@code type} of a problem leads to: {@code /problems/<slug>} explains one, {@code /problems} lists all. HTML,
 * Markdown or JSON; made of the document on problems that the application was built with.
 */
@WebServlet({ProblemPages.PATH, ProblemPages.PATH + "/*"})
public class ProblemPages extends HttpServlet {

    static final String PATH = "/problems";

    private static final String HTML = "text/html";
    private static final String MARKDOWN = "text/markdown";
    private static final String JSON = "application/json";
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final int MAX_AGE_SECONDS = 300;
    private static final long serialVersionUID = 1L;

    private final transient ProblemDocument document = ProblemDocument.packaged();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            answer(request, response);
        } catch (ProblemException refused) {
            if (refused.problem().type() == ProblemType.METHOD_NOT_ALLOWED) {
                response.setHeader("Allow", "GET, HEAD");
            }
            ErrorPage.answer(request, response, refused.problem(), refused);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = String.valueOf(request.getPathInfo());
        boolean all = request.getPathInfo() == null || path.equals("/");
        ProblemDocument.Entry entry = all ? null : document.entries().get(path.substring(1));
        ProblemType problem = entry == null ? null : entry.type();
        if (!all && problem == null) {
            throw Problem.of(ProblemType.NOT_FOUND, "There is no problem of this name; /problems has all")
                    .exception();
        }
        if (!METHODS.contains(request.getMethod())) {
            throw Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This address does not take the method; see Allow")
                    .exception();
        }
        if (request.getQueryString() != null) {
            throw Problem.of(ProblemType.BAD_QUERY, "This page takes no parameters")
                    .exception();
        }
        String type = Accepted.best(request.getHeader("Accept"), List.of(HTML, MARKDOWN, JSON));
        if (type == null) {
            throw Problem.of(ProblemType.NOT_ACCEPTABLE, "Accept text/html, text/markdown or application/json")
                    .exception();
        }
        byte[] body = entry == null || problem == null ? list(type) : page(type, entry, problem);
        response.setContentType(type.equals(JSON) ? type : type + ";charset=UTF-8");
        response.setHeader("Cache-Control", "max-age=" + MAX_AGE_SECONDS);
        response.setHeader("Vary", "Accept");
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(RequestContext.HEADER, RequestContext.accepted(request.getHeader(RequestContext.HEADER)));
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    private byte[] list(String type) {
        return switch (type) {
            case HTML -> bytes(ProblemHtml.list(document));
            case MARKDOWN -> bytes(ProblemMarkdown.list(document));
            default ->
                Json.write(out -> {
                    out.writeStartObject();
                    out.writeArrayFieldStart("data");
                    for (ProblemDocument.Entry entry : document.entries().values()) {
                        write(out, entry, entry.type());
                    }
                    out.writeEndArray();
                    out.writeEndObject();
                });
        };
    }

    private static byte[] page(String type, ProblemDocument.Entry entry, ProblemType problem) {
        return switch (type) {
            case HTML -> bytes(ProblemHtml.page(entry, problem));
            case MARKDOWN -> bytes(ProblemMarkdown.page(entry, problem));
            default -> Json.write(out -> write(out, entry, problem));
        };
    }

    private static void write(JsonGenerator out, ProblemDocument.Entry entry, @Nullable ProblemType type)
            throws IOException {
        if (type == null) {
            return;
        }
        out.writeStartObject();
        out.writeStringField("type", PATH + "/" + type.slug());
        out.writeStringField("slug", type.slug());
        out.writeStringField("title", type.title());
        out.writeNumberField("status", type.status());
        out.writeStringField("again", ProblemDocument.word(type.retry()));
        out.writeStringField("meaning", entry.meaning());
        out.writeStringField("remedy", entry.remedy());
        out.writeArrayFieldStart("evidence");
        for (ProblemDocument.Evidence evidence : entry.evidence()) {
            out.writeStartObject();
            out.writeStringField("members", evidence.members());
            out.writeStringField("what", evidence.what());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
