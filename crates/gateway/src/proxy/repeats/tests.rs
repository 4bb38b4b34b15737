use axum::http::{HeaderMap, StatusCode};
use portal_api::Route;
use portal_upstream::UpstreamResponse;

use super::*;
use crate::proxy::client_response::ClientResponse;

const WINDOW: Duration = Duration::from_secs(120);

fn fingerprint(session: &str) -> Fingerprint {
    Fingerprint::new(Route::RerollKey, session.as_bytes(), IdempotencyKey([b'0'; 32]))
}

fn repeats(max_requests: usize) -> Arc<Repeats> {
    Arc::new(Repeats::new(WINDOW, max_requests))
}

fn claim(repeats: &Arc<Repeats>, session: &str) -> Claim {
    repeats.claim(fingerprint(session), &Bytes::from_static(b"{}"))
}

fn first(repeats: &Arc<Repeats>, session: &str) -> (Running, Waiting) {
    let Claim::First(running, waiting) = claim(repeats, session) else { panic!("{session} is known") };
    (running, waiting)
}

/// Lets a request end.
fn end(repeats: &Arc<Repeats>, session: &str, effect: Effect) {
    first(repeats, session).0.end(Outcome { answer: Err(GatewayError::UpstreamTimeout), effect });
}

fn answer() -> Answer {
    let body = Bytes::from_static(b"404 page not found\n");
    let response = UpstreamResponse { status: StatusCode::NOT_FOUND, headers: HeaderMap::new(), body };
    ClientResponse::from_error(&response)
}

#[tokio::test]
async fn repeats_under_way_share_the_answer_and_nothing_of_it_is_kept() {
    let repeats = repeats(10);
    let (running, waiting) = first(&repeats, "ps_1");
    let mut all = vec![waiting];
    for _ in 0..2 {
        let Claim::Repeat(waiting) = claim(&repeats, "ps_1") else { panic!("no repeat") };
        all.push(waiting);
    }
    running.end(Outcome { answer: answer(), effect: Effect::Possible });
    assert!(repeats.lock().under_way.is_empty());
    assert!(matches!(claim(&repeats, "ps_1"), Claim::Late));
    for waiting in all {
        assert!(waiting.answer().await.is_ok());
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_is_known_for_two_minutes_from_its_end() {
    for effect in [Effect::Possible, Effect::Refused] {
        let repeats = repeats(10);
        let (running, _waiting) = first(&repeats, "ps_1");
        tokio::time::advance(WINDOW * 2).await;
        assert!(matches!(claim(&repeats, "ps_1"), Claim::Repeat(_)));
        running.end(Outcome { answer: answer(), effect });
        tokio::time::advance(WINDOW - Duration::from_millis(1)).await;
        assert!(matches!(claim(&repeats, "ps_1"), Claim::Late));
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(matches!(claim(&repeats, "ps_1"), Claim::First(..)));
    }
}

#[tokio::test]
async fn what_was_not_sent_may_be_sent_again() {
    let repeats = repeats(10);
    end(&repeats, "ps_1", Effect::NotSent);
    let (running, _waiting) = first(&repeats, "ps_1");
    assert!(matches!(claim(&repeats, "ps_1"), Claim::Repeat(_)));
    drop(running);
}

#[tokio::test]
async fn a_request_that_ends_without_an_answer_counts_as_sent() {
    let repeats = repeats(10);
    let (running, waiting) = first(&repeats, "ps_1");
    drop(running);
    assert_eq!(waiting.answer().await.err(), Some(GatewayError::AnswerLost));
    assert!(matches!(claim(&repeats, "ps_1"), Claim::Late));
}

#[tokio::test]
async fn another_request_with_the_same_key_is_not_sent_and_gets_no_answer_of_the_first() {
    let repeats = repeats(10);
    let _first = first(&repeats, "ps_1");
    assert!(matches!(repeats.claim(fingerprint("ps_1"), &Bytes::from_static(b"{ }")), Claim::Late));
    assert!(matches!(claim(&repeats, "ps_2"), Claim::First(..)));
}

#[tokio::test]
async fn without_room_refused_requests_are_forgotten_first_and_no_others() {
    let repeats = repeats(4);
    end(&repeats, "ps_possible", Effect::Possible);
    let _under_way = first(&repeats, "ps_under_way");
    end(&repeats, "ps_refused", Effect::Refused);
    end(&repeats, "ps_refused_later", Effect::Refused);
    // The oldest refused one makes room for this one.
    end(&repeats, "ps_new", Effect::Possible);
    assert!(matches!(claim(&repeats, "ps_refused_later"), Claim::Late));
    end(&repeats, "ps_newer", Effect::Possible);
    assert!(matches!(claim(&repeats, "ps_newest"), Claim::Full));
    for known in ["ps_possible", "ps_new", "ps_newer"] {
        assert!(matches!(claim(&repeats, known), Claim::Late), "{known}");
    }
    assert!(matches!(claim(&repeats, "ps_under_way"), Claim::Repeat(_)));
}
