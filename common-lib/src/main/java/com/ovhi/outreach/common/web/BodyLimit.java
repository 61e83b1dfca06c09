package com.ovhi.outreach.common.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Refuses bodies that are larger than anything our calls need, before they are read, or where they turn out to be. What
 * reads its body as a stream, such as an upload, has a limit of its own.
 */
@RestControllerAdvice
class BodyLimit extends RequestBodyAdviceAdapter {

    private final long most;

    BodyLimit(WebProperties properties) {
        most = properties.maxBody().toBytes();
    }

    @Override
    public boolean supports(MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converter)
            throws IOException {
        if (message.getHeaders().getContentLength() > most) {
            throw tooLarge();
        }
        return new Limited(message.getHeaders(), new LimitedStream(message.getBody()));
    }

    private ProblemException tooLarge() {
        return ProblemException.of(
                        HttpStatus.CONTENT_TOO_LARGE, "body-too-large", "The body is larger than any call needs")
                .with("max_bytes", most);
    }

    private record Limited(HttpHeaders headers, InputStream body) implements HttpInputMessage {

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public InputStream getBody() {
            return body;
        }
    }

    /** Ends with a problem where the limit is. */
    private final class LimitedStream extends FilterInputStream {

        private long left = most;

        private LimitedStream(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            var read = super.read();
            if (read >= 0) {
                counted(1);
            }
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var read = super.read(bytes, offset, length);
            counted(Math.max(0, read));
            return read;
        }

        private void counted(int read) {
            left -= read;
            if (left < 0) {
                throw tooLarge();
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
