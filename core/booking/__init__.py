"""Whom to book where: what is known on the day of the decision, who fits, what it would bring. Frames in, frames out.

    history     bookings and shows as matrices, up to a day
    features    what is known of one booking on the day it is decided
    slate       who is left out and why; the rest ranked so that one genre does not fill the list
    terms       the usual fee, deal and costs; a share of the house pushed through the deal
    reasons     why an artist is on the list, in words
    report_card how past lists and ranges did
"""
