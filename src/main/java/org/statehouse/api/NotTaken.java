package org.statehouse.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.QueryString;

/** What a call does not take is refused: who sends it relies on it. */
final class NotTaken {

    private NotTaken() {}

    /** @param instead what the caller should do, such as {@code leave it out} */
    static void condition(HttpServletRequest request, String header, String instead) {
        if (RequestHeaders.value(request, header) != null) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST, header + " is not taken here; " + instead)
                    .with("header", header)
                    .exception();
        }
    }

    /** Both conditions, where nothing is there yet that could have a version. */
    static void conditions(HttpServletRequest request) {
        String instead = "new records have no version: leave it out";
        condition(request, HttpHeaders.IF_MATCH, instead);
        condition(request, HttpHeaders.IF_NONE_MATCH, instead);
    }

    static void parameters(HttpServletRequest request) {
        Set<String> names =
                QueryString.parse(request.getQueryString()).parameters().keySet();
        if (!names.isEmpty()) {
            throw Problem.of(ProblemType.BAD_QUERY, "This call takes no parameters: " + String.join(", ", names))
                    .exception();
        }
    }

    /** @param taken the names of the parameters that the call takes */
    static void parametersBut(QueryString query, List<String> taken) {
        List<String> others = query.parameters().keySet().stream()
                .filter(name -> !taken.contains(name))
                .toList();
        if (!others.isEmpty()) {
            throw Problem.of(
                            ProblemType.BAD_QUERY,
                            "This call takes no parameter " + String.join(", ", others) + "; it takes "
                                    + String.join(", ", taken))
                    .with("parameter", others.get(0))
                    .exception();
        }
    }
}
