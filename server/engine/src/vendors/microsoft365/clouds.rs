//! Microsoft's clouds: where one signs in and where Graph is. A tenant lives in exactly one of them.

use url::Url;

/// A cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cloud {
    /// The one that nearly everybody has; GCC is in it.
    Global,
    /// US Government L4: GCC High.
    UsGovernment,
    /// US Government L5: the Department of Defense.
    UsDefense,
    /// China, run by 21Vianet.
    China,
}

impl Cloud {
    /// Every cloud.
    pub const ALL: [Self; 4] = [Self::Global, Self::UsGovernment, Self::UsDefense, Self::China];

    /// The cloud of a setting; blank is the global one.
    pub fn of(setting: &str) -> Self {
        let named = Self::ALL
            .into_iter()
            .find(|cloud| cloud.as_str() == setting.trim());
        named.unwrap_or(Self::Global)
    }

    /// Its word among the settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::UsGovernment => "us_government",
            Self::UsDefense => "us_defense",
            Self::China => "china",
        }
    }

    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Global => "Global, with GCC",
            Self::UsGovernment => "US Government L4 (GCC High)",
            Self::UsDefense => "US Government L5 (DoD)",
            Self::China => "China (21Vianet)",
        }
    }

    /// The host at which one signs in.
    pub const fn login_host(self) -> &'static str {
        match self {
            Self::Global => "login.microsoftonline.com",
            Self::UsGovernment | Self::UsDefense => "login.microsoftonline.us",
            Self::China => "login.chinacloudapi.cn",
        }
    }

    /// The host of Graph.
    pub const fn graph_host(self) -> &'static str {
        match self {
            Self::Global => "graph.microsoft.com",
            Self::UsGovernment => "graph.microsoft.us",
            Self::UsDefense => "dod-graph.microsoft.us",
            Self::China => "microsoftgraph.chinacloudapi.cn",
        }
    }

    /// Whether partners manage customers here through GDAP.
    pub const fn has_gdap(self) -> bool {
        matches!(self, Self::Global | Self::UsGovernment | Self::UsDefense)
    }

    /// Every host of every cloud.
    pub fn hosts() -> Vec<&'static str> {
        let mut hosts = Vec::new();
        for host in Self::ALL
            .iter()
            .flat_map(|cloud| [cloud.login_host(), cloud.graph_host()])
        {
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        hosts
    }

    /// Where tokens of a tenant are had.
    pub fn token_url(self, tenant: &str) -> Result<Url, url::ParseError> {
        Url::parse(&format!(
            "https://{}/{tenant}/oauth2/v2.0/token",
            self.login_host()
        ))
    }

    /// Where the keys are that a tenant's tokens are signed with.
    pub fn keys_url(self, tenant: &str) -> Result<Url, url::ParseError> {
        Url::parse(&format!(
            "https://{}/{tenant}/discovery/v2.0/keys",
            self.login_host()
        ))
    }

    /// Who says that it issued a tenant's identity tokens.
    pub fn issuer(self, tenant: &str) -> String {
        format!("https://{}/{tenant}/v2.0", self.login_host())
    }

    /// Where Graph begins: v1.0 and nothing else, for beta changes without notice.
    pub fn graph(self) -> Result<Url, url::ParseError> {
        Url::parse(&format!("https://{}/v1.0/", self.graph_host()))
    }

    /// What a token for Graph is asked with: whatever was consented to, no more.
    pub fn scope(self) -> String {
        format!("https://{}/.default", self.graph_host())
    }
}
