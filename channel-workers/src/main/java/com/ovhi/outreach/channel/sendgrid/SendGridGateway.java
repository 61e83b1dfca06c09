package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallHandle;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Limit;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.Refusals;
import com.ovhi.outreach.channel.gateway.RetryAfter;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.gateway.Tenants;
import com.ovhi.outreach.channel.gateway.TransportFailure;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import com.ovhi.outreach.common.time.Pace;
import com.sendgrid.Client;
import com.sendgrid.Method;
import com.sendgrid.Request;
import com.sendgrid.Response;
import com.sendgrid.SendGrid;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpRequest;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.AbstractExecutionAwareRequest;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.jspecify.annotations.Nullable;

/** SendGrid's mail/send through its own library. */
class SendGridGateway implements ChannelGateway {

    private final Account account;
    private final SendGridProperties settings;
    private final SendGrid api;
    private final SendGridMail mail;
    private final UnsubscribeLink unsubscribe;
    private final Refusals refusals;
    private final Clock clock;
    private final Pace pace;

    SendGridGateway(
            Account account,
            SendGridProperties settings,
            CallLimits limits,
            UnsubscribeLink unsubscribe,
            Refusals refusals,
            Clock clock,
            Pace pace) {
        this.account = account;
        this.settings = settings;
        api = new SendGrid(settings.apiKey(), new Client(http(limits), settings.plainHttp()));
        api.setHost(settings.baseUrl().getAuthority());
        mail = new SendGridMail(settings);
        this.unsubscribe = unsubscribe;
        this.refusals = refusals;
        this.clock = clock;
        this.pace = pace;
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public Tenants tenants() {
        return settings.tenants();
    }

    @Override
    public List<Limit> limits() {
        return List.of(new Limit("sendgrid:" + account.name(), settings.perSecond()));
    }

    @Override
    public SendOutcome send(OutboundMessage message) {
        var subject = message.content().subject();
        if (subject == null || subject.isBlank()) {
            return NotSent.refused(FailureClass.PERM_MSG, "no-subject");
        }
        try {
            return outcome(api.api(request(message, subject)));
        } catch (IOException e) {
            return TransportFailure.outcome(e);
        }
    }

    private Request request(OutboundMessage message, String subject) throws IOException {
        var request = new Request();
        request.setMethod(Method.POST);
        request.setEndpoint("mail/send");
        request.setBody(mail.json(message, subject, unsubscribe.of(message)));
        return request;
    }

    private SendOutcome outcome(Response response) {
        var status = response.getStatusCode();
        if (status == 202) {
            var id = header(response, "X-Message-Id");
            return id == null ? new Unknown("no-message-id") : new Accepted(id);
        }
        if (status < 300 || status >= 500) {
            return new Unknown("http-" + status);
        }
        var code = Integer.toString(status);
        return status < 400
                ? new NotSent(FailureClass.CONFIG, code, null, About.ACCOUNT)
                : refusals.refused(Provider.SENDGRID, code, retryAfter(response));
    }

    private @Nullable Duration retryAfter(Response response) {
        var wish = RetryAfter.parse(header(response, "Retry-After"));
        return wish == null ? untilReset(response) : wish;
    }

    private @Nullable Duration untilReset(Response response) {
        try {
            var reset = header(response, "X-RateLimit-Reset");
            if (reset == null) {
                return null;
            }
            var wait = pace.toReal(Duration.between(clock.instant(), Instant.ofEpochSecond(Long.parseLong(reset))));
            return wait.isNegative() ? null : RetryAfter.capped(wait);
        } catch (NumberFormatException | java.time.DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String header(Response response, String name) {
        return response.getHeaders().entrySet().stream()
                .filter(each -> name.equalsIgnoreCase(each.getKey()))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static void canBeEnded(HttpRequest request) {
        if (request instanceof HttpRequestWrapper wrapper
                && wrapper.getOriginal() instanceof AbstractExecutionAwareRequest original) {
            CallHandle.connection(original::abort);
        }
    }

    private static CloseableHttpClient http(CallLimits limits) {
        var connect = Math.toIntExact(limits.connect().toMillis());
        return HttpClientBuilder.create()
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectTimeout(connect)
                        .setConnectionRequestTimeout(connect)
                        .setSocketTimeout(Math.toIntExact(limits.total().toMillis()))
                        .build())
                .setConnectionTimeToLive(CallLimits.KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                .setMaxConnPerRoute(limits.connections())
                .setMaxConnTotal(limits.connections())
                .addInterceptorFirst((HttpRequestInterceptor) (request, _) -> canBeEnded(request))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .evictExpiredConnections()
                .build();
    }
}
