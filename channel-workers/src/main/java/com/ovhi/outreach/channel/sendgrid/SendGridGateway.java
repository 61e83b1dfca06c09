package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.gateway.TransportFailure;
import com.ovhi.outreach.channel.gateway.UnknownCodes;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
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
import java.util.concurrent.TimeUnit;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** SendGrid's mail/send through its own library. */
@Component
class SendGridGateway implements ChannelGateway {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final SendGrid api;
    private final SendGridMail mail;
    private final UnsubscribeLink unsubscribe;
    private final UnknownCodes unknownCodes;
    private final Clock clock;
    private final Pace pace;

    SendGridGateway(
            SendGridProperties properties,
            CallLimits limits,
            UnsubscribeLink unsubscribe,
            UnknownCodes unknownCodes,
            Clock clock,
            Pace pace) {
        api = new SendGrid(properties.apiKey(), new Client(http(limits), properties.plainHttp()));
        api.setHost(properties.baseUrl().getAuthority());
        mail = new SendGridMail(properties);
        this.unsubscribe = unsubscribe;
        this.unknownCodes = unknownCodes;
        this.clock = clock;
        this.pace = pace;
    }

    @Override
    public Provider provider() {
        return Provider.SENDGRID;
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
        if (status == 429) {
            return new NotSent(FailureClass.THROTTLE, "429", untilReset(response), false);
        }
        if (status < 300 || status >= 500) {
            return new Unknown("http-" + status);
        }
        var code = Integer.toString(status);
        if (status < 400) {
            return new NotSent(FailureClass.CONFIG, code, null, true);
        }
        return SendGridStatuses.TABLE
                .of(status)
                .map(ruling -> ruling.outcome(code))
                .orElseGet(() -> unknownCodes.refused(Provider.SENDGRID, code));
    }

    private @Nullable Duration untilReset(Response response) {
        try {
            var reset = header(response, "X-RateLimit-Reset");
            if (reset == null) {
                return null;
            }
            var wait = pace.toReal(Duration.between(clock.instant(), Instant.ofEpochSecond(Long.parseLong(reset))));
            return wait.isNegative() ? null : wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
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
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .evictExpiredConnections()
                .build();
    }
}
