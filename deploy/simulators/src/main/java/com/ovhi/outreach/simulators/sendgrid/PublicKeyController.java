package com.ovhi.outreach.simulators.sendgrid;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PublicKeyController {

    private final EventSigner signer;

    PublicKeyController(EventSigner signer) {
        this.signer = signer;
    }

    @GetMapping(path = "/simulators/sendgrid/public-key", produces = MediaType.TEXT_PLAIN_VALUE)
    String publicKey() {
        return signer.publicKey();
    }
}
