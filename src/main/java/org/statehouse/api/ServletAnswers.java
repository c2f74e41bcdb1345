package org.statehouse.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Map;
import org.statehouse.state.Answer;
import org.statehouse.state.Answered;

/** Writes answers that JAX-RS does not write. */
final class ServletAnswers {

    private ServletAnswers() {}

    /** An answer, which says so if it is given once more; to HEAD all of it but the body. */
    static void write(HttpServletRequest request, HttpServletResponse response, Answered answered) throws IOException {
        Answer answer = answered.answer();
        response.setStatus(answer.status());
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            put(request, response, header.getKey(), header.getValue());
        }
        if (answered.replayed()) {
            response.setHeader(RecordCalls.REPLAYED, "true");
        }
        byte[] body = answer.body();
        if (body.length > 0) {
            response.setContentLength(body.length);
            if (!request.getMethod().equals("HEAD")) {
                response.getOutputStream().write(body);
            }
        }
    }

    /** {@code Location} is below the address that the request was sent to. */
    private static void put(HttpServletRequest request, HttpServletResponse response, String name, String value) {
        if (name.equals(HttpHeaders.LOCATION)) {
            response.setHeader(name, RequestAddress.absolute(request, value));
        } else if (name.equals(HttpHeaders.CONTENT_TYPE)) {
            response.setContentType(value);
        } else {
            response.setHeader(name, value);
        }
    }
}
