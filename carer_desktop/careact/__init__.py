"""What the law says follows from the answers: a carer's eligibility under the Care Act 2014; never reads forms."""
