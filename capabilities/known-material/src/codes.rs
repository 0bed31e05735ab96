//! The room's own code lists: how a match was found, and what a list is for.

use kernel::code_list;

code_list! {
    /// How a picture was found to be a listed one. The smaller number is the stronger ground.
    pub How, "match-how", version 1, source "A/HRC/31/58, ¶63; FIPS 180-4, RFC 1321, PDQ (2017)" {
        ExactSha256 = 1, "exact-sha256", "The same file, by SHA-256";
        /// Two different files with one MD5 can be made on purpose.
        ExactMd5 = 2, "exact-md5", "The same file, by MD5 alone";
        Perceptual = 3, "perceptual", "A picture that looks the same, by PDQ";
    }
}

code_list! {
    /// What a list is for. A list is never for finding people: it finds copies of material.
    pub ListPurpose, "list-purpose", version 1, source "A/HRC/31/58, ¶63" {
        Recognise = 1, "recognise", "Recognise known material in reports";
        IdentifyVictims = 2, "identify-victims", "Recognise material whose victims are still to be found";
        SetAside = 3, "set-aside", "Set aside what is known to be harmless";
    }
}
