package com.ovhi.outreach.channel.gateway;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** HTTP clients that never repeat a request, follow a redirect or keep a cookie, and whose calls can be ended. */
public final class ProviderHttp {

    private ProviderHttp() {}

    /** A client with its own connections. */
    public static CloseableHttpClient create(CallLimits limits) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(limits.connect()))
                        .setSocketTimeout(Timeout.of(limits.total()))
                        .setTimeToLive(TimeValue.of(CallLimits.KEEP_ALIVE))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .setMaxConnPerRoute(limits.connections())
                .setMaxConnTotal(limits.connections())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(limits.connect()))
                        .setResponseTimeout(Timeout.of(limits.total()))
                        .build())
                // Behind the one that connects: before, there is nothing to hang up, and the call would go out after
                // all.
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), "hang-up", (request, scope, chain) -> {
                    CallHandle.connection(scope.execRuntime::discardEndpoint);
                    if (!scope.execRuntime.isEndpointAcquired()) {
                        throw new RequestFailedException("Somebody hung up");
                    }
                    return chain.proceed(request, scope);
                })
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .evictExpiredConnections()
                .build();
    }
}
