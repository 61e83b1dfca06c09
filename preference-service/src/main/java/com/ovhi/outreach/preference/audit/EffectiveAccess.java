package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.security.Roles;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Effective preferences mostly come from the cache, without a transaction. When they leave for anybody but a service of
 * the suite, that is committed first; if it cannot be, they do not leave.
 */
@RestControllerAdvice
class EffectiveAccess implements ResponseBodyAdvice<EffectivePreferences> {

    private final AuditTrail trail;
    private final TransactionTemplate transactions;

    EffectiveAccess(AuditTrail trail, PlatformTransactionManager transactions) {
        this.trail = trail;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Override
    public boolean supports(MethodParameter returns, Class<? extends HttpMessageConverter<?>> converter) {
        return returns.getParameterType() == EffectivePreferences.class;
    }

    @Override
    public @Nullable EffectivePreferences beforeBodyWrite(
            @Nullable EffectivePreferences body,
            MethodParameter returns,
            MediaType mediaType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        var caller = SecurityContextHolder.getContext().getAuthentication();
        if (body != null && caller != null && !isService(caller)) {
            transactions.executeWithoutResult(status -> trail.record(
                    body.organizationId(),
                    body.patientId(),
                    actor(caller, request),
                    AuditAction.ACCESS,
                    Map.of("what", "effective-preferences")));
        }
        return body;
    }

    private static boolean isService(Authentication caller) {
        return caller.getAuthorities().stream().anyMatch(each -> Roles.SERVICE.equals(each.getAuthority()));
    }

    private static Actor actor(Authentication caller, ServerHttpRequest request) {
        var ip = request instanceof ServletServerHttpRequest servlet
                ? servlet.getServletRequest().getRemoteAddr()
                : null;
        return new Actor(caller.getName(), ip, request.getHeaders().getFirst(HttpHeaders.USER_AGENT));
    }
}
