package com.ovhi.outreach.common.web;

import com.ovhi.outreach.common.observability.TraceContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolationException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.DatabindException;

/**
 * Turns every failure into an RFC 9457 answer that leaks nothing: no class, no SQL, no echo of the input. The
 * {@code instance} member is the trace id to quote to ops.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final TraceContext trace;

    ProblemAdvice(TraceContext trace) {
        this.trace = trace;
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var problem = ProblemException.problem(
                HttpStatus.BAD_REQUEST, "invalid-request", "Some fields are missing or not valid");
        problem.setProperty(
                "errors",
                failure.getFieldErrors().stream().map(ProblemAdvice::named).toList());
        return handleExceptionInternal(failure, problem, headers, HttpStatus.BAD_REQUEST, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (failure.getMostSpecificCause() instanceof ProblemException refusal) {
            return handleErrorResponseException(refusal, refusal.getHeaders(), refusal.getStatusCode(), request);
        }
        var problem = ProblemException.problem(
                HttpStatus.BAD_REQUEST, "unreadable-request", "The body is not JSON of the documented form");
        if (failure.getCause() instanceof DatabindException cause
                && !cause.getPath().isEmpty()) {
            var path = cause.getPath().stream()
                    .map(each -> each.getPropertyName() == null ? "[" + each.getIndex() + "]" : each.getPropertyName())
                    .toList();
            problem.setProperty(
                    "errors",
                    List.of(ProblemException.fieldError(String.join(".", path), "has a value of the wrong form")));
        }
        return handleExceptionInternal(failure, problem, headers, HttpStatus.BAD_REQUEST, request);
    }

    @ExceptionHandler
    ProblemDetail handle(ConstraintViolationException failure, HttpServletRequest request) {
        var problem = ProblemException.problem(
                HttpStatus.BAD_REQUEST, "invalid-request", "Some parameters are missing or not valid");
        problem.setProperty(
                "errors",
                failure.getConstraintViolations().stream()
                        .map(each -> ProblemException.fieldError(
                                snake(each.getPropertyPath().toString()), each.getMessage()))
                        .toList());
        return traced(problem);
    }

    @ExceptionHandler
    ProblemDetail handle(AccessDeniedException failure) {
        return traced(ProblemException.problem(
                HttpStatus.FORBIDDEN, "forbidden", "The token does not carry a role that may do this"));
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        CannotCreateTransactionException.class
    })
    ResponseEntity<ProblemDetail> unavailable(Exception failure) {
        log.atWarn().addKeyValue("error", failure.getClass().getSimpleName()).log("A server we need does not answer");
        var problem = traced(ProblemException.problem(
                HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "A part of the suite does not answer; try again"));
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(problem);
    }

    /** An answer that was cut off while it was read is an outage too; only a 4xx would be our own mistake. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(RestClientException failure) {
        return failure instanceof HttpClientErrorException
                ? ResponseEntity.internalServerError().body(handle((Exception) failure))
                : unavailable(failure);
    }

    @ExceptionHandler
    ProblemDetail handle(Exception failure) {
        log.atError()
                .addKeyValue("error", failure.getClass().getName())
                .addKeyValue("at", failure.getStackTrace().length == 0 ? "" : failure.getStackTrace()[0].toString())
                .log("Request failed");
        return traced(ProblemException.problem(
                HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "The request failed; quote the instance to ops"));
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return new ResponseEntity<>(body instanceof ProblemDetail problem ? traced(problem) : body, headers, status);
    }

    private ProblemDetail traced(ProblemDetail problem) {
        var traceId = trace.traceId();
        if (traceId != null) {
            problem.setInstance(URI.create("urn:trace:" + traceId));
        }
        return problem;
    }

    private static Object named(FieldError error) {
        var message = error.getDefaultMessage();
        return ProblemException.fieldError(snake(error.getField()), message == null ? "is not valid" : message);
    }

    static String snake(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
