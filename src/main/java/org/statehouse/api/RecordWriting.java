package org.statehouse.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.statehouse.state.Answered;
import org.statehouse.state.Command;
import org.statehouse.state.Precondition;

/** The calls that create, change and delete a record: translated into commands. */
@Singleton
public class RecordWriting {

    private final RecordCalls calls;
    private final ApiSettings settings;

    @Inject
    public RecordWriting(RecordCalls calls, ApiSettings settings) {
        this.calls = calls;
        this.settings = settings;
    }

    Answered create(String model, HttpServletRequest request) throws IOException {
        NotTaken.parameters(request);
        NotTaken.conditions(request);
        ObjectNode record = RequestBody.json(request, request.getInputStream(), settings.maxBodyBytes());
        return calls.run(request, new Command.Create(model, record));
    }

    Answered patch(String model, String id, HttpServletRequest request) throws IOException {
        WriteAnswers.refuseOnChange(request);
        Precondition condition = Prefer.rebased(request, WriteAnswers.condition(request));
        ObjectNode changes = RequestBody.mergePatch(request, request.getInputStream(), settings.maxBodyBytes());
        return calls.run(request, new Command.Patch(model, id, condition, changes));
    }

    Answered replace(String model, String id, HttpServletRequest request) throws IOException {
        WriteAnswers.refuseOnChange(request);
        Precondition condition = WriteAnswers.condition(request);
        ObjectNode record = RequestBody.json(request, request.getInputStream(), settings.maxBodyBytes());
        return calls.run(request, new Command.Replace(model, id, condition, record));
    }

    Answered delete(String model, String id, HttpServletRequest request) {
        WriteAnswers.refuseOnChange(request);
        return calls.run(request, new Command.Delete(model, id, WriteAnswers.condition(request)));
    }
}
