package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.state.Answer;
import org.statehouse.state.Answered;

/**
 * The calls that read and write one record or a page of them, which are most of all calls: a filter, because JAX-RS takes more
 * time for one than the record. Every other address goes on to the resources.
 */
public class RecordFilter implements Filter {

    /** Methods of a model's address, and of a record's; HEAD is GET without the body. */
    static final List<String> OF_MODELS = List.of("GET", "POST");

    static final List<String> OF_RECORDS = List.of("GET", "PATCH", "PUT", "DELETE");

    private static final String ALLOW = "Allow";

    private static final List<String> OFFERED = List.of(MediaType.APPLICATION_JSON);

    private final RecordReading reading;
    private final RecordWriting writing;
    private final CurrentCatalog catalogs;

    @Inject
    public RecordFilter(RecordReading reading, RecordWriting writing, CurrentCatalog catalogs) {
        this.reading = reading;
        this.writing = writing;
        this.catalogs = catalogs;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        Answered answered = null;
        try {
            RecordAddress address = RecordAddress.of(http);
            answered = address == null ? null : answered(address, http, answer);
        } catch (RuntimeException failure) {
            Callers.nameCatalog(answer, catalogs.current());
            ErrorPage.answer(http, answer, ProblemMapper.problemOf(failure), failure);
            return;
        }
        if (answered == null) {
            chain.doFilter(request, response);
        } else {
            Callers.nameCatalog(answer, catalogs.current());
            ServletAnswers.write(http, answer, answered);
        }
    }

    private Answered answered(RecordAddress address, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String id = address.id();
        List<String> methods = id == null ? OF_MODELS : OF_RECORDS;
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        if (method.equals("OPTIONS")) {
            return new Answered(
                    new Answer(HttpServletResponse.SC_OK, Map.of(ALLOW, allow(methods)), new byte[0]), false);
        }
        if (!methods.contains(method)) {
            response.setHeader(ALLOW, allow(methods));
            throw ProblemMapper.problemOf(HttpServletResponse.SC_METHOD_NOT_ALLOWED)
                    .exception();
        }
        if (!method.equals("DELETE")
                && Accepted.best(RequestHeaders.value(request, HttpHeaders.ACCEPT), OFFERED) == null) {
            throw ProblemMapper.problemOf(HttpServletResponse.SC_NOT_ACCEPTABLE).exception();
        }
        if (method.equals("GET")) {
            return new Answered(reading.read(address, request), false);
        }
        return id == null ? writing.create(address.model(), request) : written(method, address.model(), id, request);
    }

    private Answered written(String method, String model, String id, HttpServletRequest request) throws IOException {
        return switch (method) {
            case "PATCH" -> writing.patch(model, id, request);
            case "PUT" -> writing.replace(model, id, request);
            case "DELETE" -> writing.delete(model, id, request);
            default -> throw new IllegalStateException(method);
        };
    }

    private static String allow(List<String> methods) {
        return String.join(",", methods) + ",HEAD,OPTIONS";
    }
}
