use super::*;

fn limits(per_second: u32, burst: u32, waiting: usize) -> Limits {
    Limits { per_second, burst, waiting, patience: Duration::from_secs(8) }
}

/// A runtime whose clock runs only while everybody sleeps.
fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(work)
}

#[test]
fn a_person_gets_through_a_flood_within_a_second_and_the_flood_is_slowed_down() {
    run(async {
        let pace = Pace::new(limits(20, 40, 200));
        // Somebody opens the form before the flood, and writes.
        let ticket = pace.ticket();
        let flood: Vec<_> = (0..400)
            .map(|_| {
                let pace = pace.clone();
                tokio::spawn(async move {
                    for _ in 0..20 {
                        // A machine fetches a form and sends it at once.
                        pace.turn(&pace.ticket()).await.ok();
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_secs(20)).await;
        assert!(pace.figures().waiting >= 150, "{:?}", pace.figures());
        let sent = Instant::now();
        assert_eq!(pace.turn(&ticket).await, Ok(()));
        assert!(sent.elapsed() < Duration::from_secs(1), "{:?}", sent.elapsed());
        let taken = pace.figures().taken;
        assert!(taken <= 40 + 20 * 21, "{taken} in 20 s");
        assert!(pace.figures().refused > 0);
        flood.iter().for_each(tokio::task::JoinHandle::abort);
    });
}

#[test]
fn whoever_is_asked_to_try_again_keeps_their_place() {
    run(async {
        let pace = Pace::new(limits(1, 1, 3));
        assert_eq!(pace.turn("").await, Ok(()));
        let mine = pace.ticket();
        tokio::time::sleep(Duration::from_millis(5)).await;
        let waiting: Vec<_> = (0..3)
            .map(|_| {
                let pace = pace.clone();
                tokio::spawn(async move { pace.turn(&pace.ticket()).await })
            })
            .collect();
        tokio::task::yield_now().await;
        assert_eq!(pace.figures().waiting, 3);
        // A ticket that was made up is none: it stands last, and goes.
        assert_eq!(pace.turn("0-00000000000000000000000000000000").await, Err(Busy(5)));
        let first = Instant::now();
        assert_eq!(pace.turn(&mine).await, Ok(()));
        assert!(first.elapsed() <= Duration::from_secs(1), "{:?}", first.elapsed());
        let mut taken = 0;
        for one in waiting {
            taken += u32::from(one.await.unwrap().is_ok());
        }
        assert_eq!(taken, 2, "the youngest of the three made room");
    });
}

#[test]
fn nobody_waits_longer_than_patience_and_a_quiet_door_makes_nobody_wait() {
    run(async {
        let pace = Pace::new(Limits { patience: Duration::from_millis(300), ..limits(1, 2, 50) });
        let started = Instant::now();
        for _ in 0..2 {
            assert_eq!(pace.turn("").await, Ok(()));
        }
        assert_eq!(started.elapsed(), Duration::ZERO);
        assert!(pace.turn("").await.is_err());
        assert_eq!(started.elapsed(), Duration::from_millis(300));
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!((pace.turn("").await, pace.figures().waiting), (Ok(()), 0));
    });
}

#[test]
fn wrong_receipts_are_slowed_down_in_total_and_forgotten_with_time() {
    run(async {
        let pace = Pace::new(Limits::default());
        let started = Instant::now();
        for _ in 0..10 {
            pace.wrong_receipt().await;
        }
        assert_eq!(started.elapsed(), Duration::ZERO, "a person who mistypes waits for nothing");
        let all: Vec<_> = (0..400)
            .map(|_| {
                let pace = pace.clone();
                tokio::spawn(async move { pace.wrong_receipt().await })
            })
            .collect();
        for one in all {
            one.await.unwrap();
        }
        assert!(started.elapsed() >= Duration::from_secs(5), "{:?}", started.elapsed());
        tokio::time::sleep(Duration::from_secs(600)).await;
        let started = Instant::now();
        pace.wrong_receipt().await;
        assert_eq!(started.elapsed(), Duration::ZERO);
    });
}
