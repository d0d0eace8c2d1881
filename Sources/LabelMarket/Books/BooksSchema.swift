package import Storage

/// The tables of the books. Every constraint has a name, so that verification can say which is missing, and so that the
/// suite can take each away in turn and see that it is missed.
package enum BooksSchema {
    package static let migration = Migration(number: 1, name: "books", sql: tables, guards: BooksGuards.all)

    // WITHOUT ROWID: a hidden row number would be one more key by which a row could be replaced.
    private static let tables = """
        CREATE TABLE book (
            id INTEGER NOT NULL PRIMARY KEY,
            programme TEXT NOT NULL,
            year INTEGER NOT NULL,
            opened_at INTEGER NOT NULL,
            CONSTRAINT book_once UNIQUE (programme, year),
            CONSTRAINT book_year CHECK (CASE programme WHEN '' THEN year = 0 ELSE year BETWEEN 2000 AND 2999 END)
        ) {clustered};
        CREATE TABLE account (
            book INTEGER NOT NULL,
            kind TEXT NOT NULL,
            owner INTEGER NOT NULL,
            bound TEXT NOT NULL,
            expires_at INTEGER,
            posted_debits INTEGER NOT NULL,
            posted_credits INTEGER NOT NULL,
            held_debits INTEGER NOT NULL,
            held_credits INTEGER NOT NULL,
            touched INTEGER NOT NULL,
            PRIMARY KEY (book, kind, owner),
            CONSTRAINT account_book FOREIGN KEY (book) REFERENCES book (id),
            CONSTRAINT account_kind CHECK (kind IN
                ('source', 'pool', 'grant', 'own', 'payable', 'receivable', 'transit', 'paid', 'suspense')),
            CONSTRAINT account_bound CHECK
                (bound = CASE kind WHEN 'source' THEN 'free' WHEN 'receivable' THEN 'debit' ELSE 'credit' END),
            CONSTRAINT account_expiry CHECK (expires_at IS NULL OR kind = 'grant'),
            CONSTRAINT account_sums CHECK (posted_debits BETWEEN 0 AND 4000000000000000000
                AND posted_credits BETWEEN 0 AND 4000000000000000000
                AND held_debits BETWEEN 0 AND 4000000000000000000
                AND held_credits BETWEEN 0 AND 4000000000000000000),
            CONSTRAINT account_within_credits CHECK (bound <> 'credit' OR posted_debits + held_debits <= posted_credits),
            CONSTRAINT account_within_debits CHECK (bound <> 'debit' OR posted_credits + held_credits <= posted_debits)
        ) {clustered};
        CREATE TABLE transfer (
            book INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            id BLOB NOT NULL,
            batch INTEGER NOT NULL,
            debit_kind TEXT NOT NULL,
            debit_owner INTEGER NOT NULL,
            credit_kind TEXT NOT NULL,
            credit_owner INTEGER NOT NULL,
            amount INTEGER NOT NULL,
            phase TEXT NOT NULL,
            kind TEXT NOT NULL,
            resolves INTEGER,
            actor INTEGER NOT NULL,
            approver INTEGER,
            reference_kind TEXT NOT NULL,
            reference_id INTEGER NOT NULL,
            at INTEGER NOT NULL,
            request BLOB,
            request_hash BLOB NOT NULL,
            previous_hash BLOB NOT NULL,
            hash BLOB NOT NULL,
            debit_posted_debits INTEGER NOT NULL,
            debit_posted_credits INTEGER NOT NULL,
            debit_held_debits INTEGER NOT NULL,
            debit_held_credits INTEGER NOT NULL,
            credit_posted_debits INTEGER NOT NULL,
            credit_posted_credits INTEGER NOT NULL,
            credit_held_debits INTEGER NOT NULL,
            credit_held_credits INTEGER NOT NULL,
            PRIMARY KEY (book, sequence),
            CONSTRAINT transfer_debit FOREIGN KEY (book, debit_kind, debit_owner)
                REFERENCES account (book, kind, owner),
            CONSTRAINT transfer_credit FOREIGN KEY (book, credit_kind, credit_owner)
                REFERENCES account (book, kind, owner),
            CONSTRAINT transfer_resolves FOREIGN KEY (book, resolves) REFERENCES transfer (book, sequence),
            CONSTRAINT transfer_id CHECK (length(id) = 16),
            CONSTRAINT transfer_batch CHECK (batch BETWEEN 1 AND sequence),
            CONSTRAINT transfer_two_accounts CHECK (debit_kind <> credit_kind OR debit_owner <> credit_owner),
            CONSTRAINT transfer_amount CHECK (amount BETWEEN 1 AND 9000000000000),
            CONSTRAINT transfer_resolution CHECK ((phase IN ('post', 'void')) = (resolves IS NOT NULL)),
            CONSTRAINT transfer_second_person CHECK (CASE WHEN kind IN ('correct', 'write_off')
                THEN approver IS NOT NULL AND approver <> actor AND approver <> 0 AND actor <> 0
                ELSE approver IS NULL END),
            CONSTRAINT transfer_reference CHECK (length(reference_kind) BETWEEN 1 AND 40),
            CONSTRAINT transfer_hashes CHECK
                (length(request_hash) = 32 AND length(previous_hash) = 32 AND length(hash) = 32),
            CONSTRAINT transfer_request CHECK (request IS NULL OR length(request) = 16),
            CONSTRAINT transfer_route CHECK (CASE kind
                WHEN 'appropriate' THEN phase = 'single' AND debit_kind = 'source' AND credit_kind = 'pool'
                WHEN 'deappropriate' THEN phase = 'single' AND debit_kind = 'pool' AND credit_kind = 'source'
                WHEN 'grant' THEN phase = 'single' AND debit_kind = 'pool' AND credit_kind = 'grant'
                WHEN 'hold' THEN phase = 'hold' AND debit_kind IN ('grant', 'own') AND credit_kind = 'payable'
                WHEN 'redeem' THEN phase = 'post' AND debit_kind IN ('grant', 'own') AND credit_kind = 'payable'
                WHEN 'release' THEN phase = 'void' AND debit_kind IN ('grant', 'own') AND credit_kind = 'payable'
                WHEN 'refund' THEN phase = 'single' AND debit_kind IN ('payable', 'receivable')
                    AND credit_kind IN ('grant', 'own')
                WHEN 'clawback' THEN phase = 'single' AND debit_kind IN ('grant', 'receivable')
                    AND credit_kind = 'pool'
                WHEN 'expire' THEN phase = 'single' AND debit_kind = 'grant' AND credit_kind = 'pool'
                WHEN 'settle' THEN CASE WHEN phase = 'single' THEN debit_kind = 'transit' AND credit_kind = 'paid'
                    ELSE phase IN ('hold', 'post', 'void') AND debit_kind = 'payable' AND credit_kind = 'transit' END
                WHEN 'deposit' THEN phase = 'single' AND debit_kind = 'source' AND credit_kind IN ('own', 'receivable')
                WHEN 'withdraw' THEN phase = 'single' AND debit_kind = 'own' AND credit_kind = 'source'
                WHEN 'correct' THEN phase = 'single'
                WHEN 'write_off' THEN phase = 'single' AND debit_kind IN ('pool', 'suspense')
                    AND credit_kind = 'receivable'
                ELSE 1 = 0 END)
        ) {clustered};
        CREATE UNIQUE INDEX transfer_by_id ON transfer (book, id);
        CREATE UNIQUE INDEX transfer_resolved_once ON transfer (book, resolves) WHERE resolves IS NOT NULL;
        CREATE INDEX transfer_by_debit ON transfer (book, debit_kind, debit_owner, sequence);
        CREATE INDEX transfer_by_credit ON transfer (book, credit_kind, credit_owner, sequence);
        CREATE INDEX transfer_by_moment ON transfer (book, at, sequence);
        CREATE INDEX transfer_by_reference ON transfer (reference_kind, reference_id, book, sequence);
        CREATE INDEX transfer_by_request ON transfer (request) WHERE request IS NOT NULL;
        CREATE TABLE request (
            key BLOB NOT NULL PRIMARY KEY,
            content_hash BLOB NOT NULL,
            actor INTEGER NOT NULL,
            at INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            answer TEXT NOT NULL,
            transfers INTEGER NOT NULL,
            CONSTRAINT request_key CHECK (length(key) = 16 AND length(content_hash) = 32),
            CONSTRAINT request_outcome CHECK (outcome IN ('answered', 'refused')),
            CONSTRAINT request_refused_moves_nothing CHECK
                (transfers >= 0 AND (outcome = 'answered' OR transfers = 0))
        ) {clustered};
        CREATE TABLE audit (
            sequence INTEGER NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL,
            person INTEGER NOT NULL,
            membership INTEGER NOT NULL,
            organisation INTEGER NOT NULL,
            act TEXT NOT NULL,
            object_kind TEXT NOT NULL,
            object_id INTEGER NOT NULL,
            note TEXT NOT NULL,
            before_hash BLOB,
            after_hash BLOB,
            previous_hash BLOB NOT NULL,
            hash BLOB NOT NULL,
            CONSTRAINT audit_words CHECK (length(act) BETWEEN 1 AND 80 AND length(object_kind) BETWEEN 1 AND 40
                AND length(note) <= 1000),
            CONSTRAINT audit_hashes CHECK (length(previous_hash) = 32 AND length(hash) = 32
                AND (before_hash IS NULL OR length(before_hash) = 32)
                AND (after_hash IS NULL OR length(after_hash) = 32))
        ) {clustered};
        CREATE INDEX audit_by_object ON audit (object_kind, object_id, sequence);
        CREATE INDEX audit_by_person ON audit (person, sequence);
        CREATE TABLE checkpoint (
            book INTEGER NOT NULL,
            day INTEGER NOT NULL,
            first_sequence INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL,
            root BLOB NOT NULL,
            last_hash BLOB NOT NULL,
            posted INTEGER NOT NULL,
            held INTEGER NOT NULL,
            made_at INTEGER NOT NULL,
            public_key BLOB NOT NULL,
            signature BLOB NOT NULL,
            PRIMARY KEY (book, day),
            CONSTRAINT checkpoint_book FOREIGN KEY (book) REFERENCES book (id),
            CONSTRAINT checkpoint_range CHECK (first_sequence >= 1 AND last_sequence >= first_sequence - 1
                AND posted >= 0 AND held >= 0),
            CONSTRAINT checkpoint_lengths CHECK (length(root) = 32 AND length(last_hash) = 32
                AND length(public_key) = 32 AND length(signature) = 64)
        ) {clustered};
        """
}
