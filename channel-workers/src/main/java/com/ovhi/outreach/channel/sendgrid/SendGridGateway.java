package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallHandle;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Limit;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.Refusals;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.gateway.SentLookup;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpRequest;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.AbstractExecutionAwareRequest;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;

/** SendGrid's mail/send through its own library. */
class SendGridGateway implements ChannelGateway {

    private final Account account;
    private final SendGridProperties settings;
    private final SendGrid api;
    private final SendGridMail mail;
    private final UnsubscribeLink unsubscribe;
    private final Refusals refusals;
    private final Headers headers;
    private final Optional<SentLookup> lookup;

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
        headers = new Headers(clock, pace);
        lookup = settings.emailActivity()
                ? Optional.of(new EmailActivity(account, api, headers, settings.activityPerMinute(), limits.total()))
                : Optional.empty();
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
    public Optional<SentLookup> lookup() {
        return lookup;
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
            var id = Headers.value(response, "X-Message-Id");
            return id == null ? new Unknown("no-message-id") : new Accepted(id);
        }
        if (status < 300 || status >= 500) {
            return new Unknown("http-" + status);
        }
        var code = Integer.toString(status);
        return status < 400
                ? new NotSent(FailureClass.CONFIG, code, null, About.ACCOUNT)
                : refusals.refused(Provider.SENDGRID, code, headers.wish(response));
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
