package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import org.statehouse.state.Answer;
import org.statehouse.state.Answered;
import org.statehouse.state.Caller;
import org.statehouse.state.Command;
import org.statehouse.state.RequestKey;
import org.statehouse.state.StateManager;

/** Carries out a request's command, once however often it is sent where it has an Idempotency-Key, and answers. */
@Singleton
public class RecordCalls {

    /** Said of an answer that was given before. */
    static final String REPLAYED = "Idempotent-Replayed";

    private final StateManager states;

    @Inject
    public RecordCalls(StateManager states) {
        this.states = states;
    }

    /** The body must have been read. */
    Answered run(HttpServletRequest request, Command command) {
        Caller caller = Callers.of(request);
        RequestKey key = KeyedRequest.of(request, caller.actor());
        if (key == null) {
            return new Answered(WriteAnswers.of(command, states.commit(caller, command)), false);
        }
        return states.commit(caller, command, key, written -> WriteAnswers.of(command, written));
    }

    /** The same as the response of a resource. */
    Response respond(HttpServletRequest request, Command command) {
        return response(run(request, command));
    }

    /** An answer as a response, which says so if it is given once more. */
    static Response response(Answered answered) {
        Answer answer = answered.answer();
        Response.ResponseBuilder response = Response.status(answer.status());
        answer.headers().forEach((name, value) -> WriteAnswers.put(response, name, value));
        if (answer.body().length > 0) {
            response.entity(answer.body());
        }
        if (answered.replayed()) {
            response.header(REPLAYED, "true");
        }
        return response.build();
    }
}
