package com.ovhi.outreach.common.phi;

/** Where a message can be sent. PHI. */
public sealed interface Address permits PhoneNumber, EmailAddress, WhatsAppUser {

    /** The one spelling under which the address is looked up and compared. */
    String canonical();
}
