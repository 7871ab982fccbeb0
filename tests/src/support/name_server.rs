//! A name server on loopback that knows what a test tells it.

use std::net::SocketAddr;
use std::str::FromStr as _;
use std::sync::{Arc, Mutex};

use domain::base::iana::Rcode;
use domain::base::{Message, MessageBuilder, Name, Rtype, Ttl};
use domain::rdata::{Srv, Txt};
use storytime_core::calendars::NameServers;
use tokio::net::UdpSocket;
use tokio::task::AbortHandle;

type DomainName = Name<Vec<u8>>;

/// What is known of one name.
#[derive(Clone)]
enum Record {
    Server(Srv<DomainName>),
    Text(Txt<Vec<u8>>),
}

impl Record {
    fn kind(&self) -> Rtype {
        match self {
            Self::Server(_) => Rtype::SRV,
            Self::Text(_) => Rtype::TXT,
        }
    }
}

/// What a name server knows.
#[derive(Clone, Default)]
pub struct Zone {
    records: Vec<(DomainName, Record)>,
    is_broken: bool,
}

impl Zone {
    /// The service of this name is at a server, or with the target `.` nowhere (RFC 2782).
    pub fn service(mut self, name: &str, target: &str, port: u16) -> Self {
        let record = Srv::new(0, 0, port, DomainName::from_str(target).unwrap());
        self.records.push((name_of(name), Record::Server(record)));
        self
    }

    /// A name has this text.
    pub fn text(mut self, name: &str, text: &str) -> Self {
        let record = Txt::build_from_slice(text.as_bytes()).unwrap();
        self.records.push((name_of(name), Record::Text(record)));
        self
    }

    /// Every question fails (SERVFAIL).
    pub fn broken(mut self) -> Self {
        self.is_broken = true;
        self
    }

    fn answer(&self, asked: &[u8]) -> Option<(String, Vec<u8>)> {
        let message = Message::from_slice(asked).ok()?;
        let question = message.sole_question().ok()?;
        let known = self
            .records
            .iter()
            .filter(|(name, record)| name == question.qname() && record.kind() == question.qtype());
        let code = match self.is_broken {
            true => Rcode::SERVFAIL,
            false if known.clone().next().is_none() => Rcode::NXDOMAIN,
            false => Rcode::NOERROR,
        };
        let mut answer = MessageBuilder::new_vec().start_answer(message, code).ok()?;
        for (name, record) in known {
            let ttl = Ttl::from_secs(60);
            match record {
                Record::Server(server) => answer.push((name, ttl, server)).ok()?,
                Record::Text(text) => answer.push((name, ttl, text)).ok()?,
            }
        }
        let heard = format!("{} {}", question.qname(), question.qtype());
        Some((heard, answer.finish()))
    }
}

fn name_of(text: &str) -> DomainName {
    DomainName::from_str(text).unwrap()
}

/// A name server; it ends with this.
pub struct NameServer {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    answering: AbortHandle,
}

impl NameServer {
    pub async fn start(zone: Zone) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let asked = Arc::new(Mutex::default());
        let task = tokio::spawn(serve(socket, zone, Arc::clone(&asked)));
        Self {
            address,
            asked,
            answering: task.abort_handle(),
        }
    }

    /// What an engine is told.
    pub fn alone(&self) -> NameServers {
        NameServers::At(vec![self.address])
    }

    /// What was asked so far: name and type.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        self.answering.abort();
    }
}

async fn serve(socket: UdpSocket, zone: Zone, asked: Arc<Mutex<Vec<String>>>) {
    let mut packet = [0; 1500];
    while let Ok((length, from)) = socket.recv_from(&mut packet).await {
        if let Some((question, answer)) = zone.answer(&packet[..length]) {
            asked.lock().unwrap().push(question);
            socket.send_to(&answer, from).await.unwrap();
        }
    }
}
