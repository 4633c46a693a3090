package org.headrace.web.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.headrace.input.InvalidInputException;

/**
 * Tells a body that cannot be bound (the caller's fault) from the same exceptions thrown later by a resource's own use
 * of JSON-B or of an HTTP client (ours): only here is it certain that a request's body was being read.
 */
@Provider
public class MalformedBodyInterceptor implements ReaderInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        try {
            Object body = context.proceed();
            if (body == null) {
                throw new InvalidInputException("body", "is missing, or null");
            }
            return body;
        } catch (NoContentException none) {
            throw empty();
        } catch (WebApplicationException told) {
            throw told.getCause() instanceof NoContentException ? empty() : told;
        } catch (RuntimeException | StackOverflowError unbindable) {
            throw refusal(unbindable);
        }
    }

    private static InvalidInputException empty() {
        return new InvalidInputException("body", "is empty");
    }

    /** A record that checks its components says best what is wrong with them. */
    static RuntimeException refusal(Throwable unbindable) {
        for (Throwable t = unbindable; t != null; t = t.getCause()) {
            if (t instanceof InvalidInputException invalid) {
                return invalid;
            }
        }
        return new MalformedBodyException(unbindable);
    }
}
