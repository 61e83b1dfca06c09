package com.ovhi.outreach.webhook.generic;

import com.ovhi.outreach.common.security.PublicEndpoint;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.webhook.http.Bodies;
import com.ovhi.outreach.webhook.http.Refusals;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.AccountBook;
import com.ovhi.outreach.webhook.notice.Source;
import com.ovhi.outreach.webhook.reception.Reception;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Webhooks in the suite's own format. Unlike the providers, its senders are told what is wrong with their JSON. */
@RestController
@RequestMapping("/api/v1/comm/webhook")
class GenericController {

    private final Bodies bodies;
    private final OvhiSignature signature;
    private final StandardSignature standard;
    private final Refusals refusals;
    private final Reception reception;
    private final List<AccountBook> books;

    GenericController(
            Bodies bodies,
            OvhiSignature signature,
            StandardSignature standard,
            Refusals refusals,
            Reception reception,
            List<AccountBook> books) {
        this.bodies = bodies;
        this.signature = signature;
        this.standard = standard;
        this.refusals = refusals;
        this.reception = reception;
        this.books = books;
    }

    @PostMapping("/outbound-status")
    @PublicEndpoint(protectedBy = "HMAC signature over time and body, Standard Webhooks or X-OVHI-Signature")
    void outboundStatus(HttpServletRequest request) {
        var body = signed(request, Source.GENERIC_STATUS);
        StatusRequest.read(body);
        reception.take(Source.GENERIC_STATUS, Account.MAIN, "", body);
    }

    @PostMapping("/inbound")
    @PublicEndpoint(protectedBy = "HMAC signature over time and body, Standard Webhooks or X-OVHI-Signature")
    void inbound(HttpServletRequest request) {
        var body = signed(request, Source.GENERIC_INBOUND);
        reception.take(Source.GENERIC_INBOUND, account(InboundRequest.read(body)), "", body);
    }

    private Account account(InboundRequest inbound) {
        return books.stream()
                .filter(book -> book.provider() == inbound.provider())
                .flatMap(book -> book.accounts().stream())
                .filter(account -> account.name().equals(inbound.account()))
                .findFirst()
                .or(() -> Optional.of(Account.MAIN).filter(main -> main.name().equals(inbound.account())))
                .orElseThrow(() ->
                        ProblemException.badRequest("unknown-account", "'account' is none of ours at this provider"));
    }

    private byte[] signed(HttpServletRequest request, Source source) {
        var body = bodies.own(request);
        var good = signature.verify(request.getHeader("X-OVHI-Signature"), body)
                || standard.verify(
                        request.getHeader("webhook-id"),
                        request.getHeader("webhook-timestamp"),
                        request.getHeader("webhook-signature"),
                        body);
        refusals.signer(request, Optional.of(Account.MAIN).filter(_ -> good), source);
        return body;
    }
}
