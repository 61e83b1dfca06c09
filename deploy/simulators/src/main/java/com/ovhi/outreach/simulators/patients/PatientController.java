package com.ovhi.outreach.simulators.patients;

import com.ovhi.outreach.simulators.world.Provider;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/simulators/patients")
class PatientController {

    private final List<PatientLine> lines;

    PatientController(List<PatientLine> lines) {
        this.lines = lines;
    }

    record Reply(
            @NotBlank String channel,
            @NotBlank String from,
            @NotBlank String body,
            @Nullable String to,
            @Nullable String replyTo,
            @Nullable String payload) {}

    record Move(
            @NotBlank String channel,
            @NotBlank String messageId,
            @NotBlank String status,
            @Nullable String errorCode) {}

    @PostMapping("/reply")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> reply(@RequestBody @Valid Reply reply) {
        PatientLine.Note note =
                new PatientLine.Note(reply.from(), reply.body(), reply.to(), reply.replyTo(), reply.payload());
        return Map.of("message_id", line(reply.channel()).write(note));
    }

    @PostMapping("/status")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void status(@RequestBody @Valid Move move) {
        if (!line(move.channel()).move(move.messageId(), move.status(), move.errorCode())) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No such message");
        }
    }

    private PatientLine line(String channel) {
        Provider provider = switch (channel) {
            case "sms", "twilio" -> Provider.TWILIO;
            case "whatsapp" -> Provider.WHATSAPP;
            case "email", "sendgrid" -> Provider.SENDGRID;
            default -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "No such channel");
        };
        return lines.stream()
                .filter(line -> line.provider() == provider)
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_IMPLEMENTED, "Nobody writes there"));
    }
}
